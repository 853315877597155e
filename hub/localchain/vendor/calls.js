// The emulator's C functions as functions of strings; ours, not vendored.
var emulator = null;
async function start(binary) {
  emulator = await module.exports({ wasmBinary: Uint8Array.fromBase64(binary) });
  return emulator._version ? emulator.UTF8ToString(emulator._version()) : "";
}
function call(name, ...given) {
  const kept = [];
  const plain = given.map((one) => {
    if (typeof one !== "string") return one;
    const size = emulator.lengthBytesUTF8(one) + 1, at = emulator._malloc(size);
    emulator.stringToUTF8(one, at, size);
    kept.push(at);
    return at;
  });
  try { return emulator[name](...plain); } finally { kept.forEach((at) => emulator._free(at)); }
}
function told(at) { const text = emulator.UTF8ToString(at); emulator._free(at); return text; }
function open(config, verbosity) { return call("_create_emulator", config, verbosity); }
function close(one) { emulator._destroy_emulator(one); return true; }
function run(one, account, message, how) {
  return told(call("_emulate_with_emulator", one, 0, account, message, how));
}
function get(how, stack, config) { return told(call("_run_get_method", how, stack, config)); }
