// What the emulator's glue asks of its surroundings and a bare V8 does not have; ours, not vendored.
var self = globalThis, module = { exports: {} }, exports = module.exports;
var console = { log() {}, info() {}, debug() {}, warn() {}, error() {} };
var performance = { timeOrigin: 0, now: () => Date.now() };
// Nothing here makes a secret: the emulator only verifies, so a counter does for its hash tables.
var crypto = { turn: 0, getRandomValues(view) {
  for (let i = 0; i < view.length; i++) view[i] = Math.imul(++this.turn, 2654435761) >>> 16;
  return view;
} };
class TextDecoder {
  decode(bytes) {
    let text = "";
    for (let i = 0; bytes && i < bytes.length; i += 8192)
      text += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192));
    return /[\x80-\xff]/.test(text) ? decodeURIComponent(escape(text)) : text;
  }
}
