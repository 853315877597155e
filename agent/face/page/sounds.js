// Four sounds that are told apart without looking: rising, deep, falling, knocking.
const NOTES = {
  ok: [[880, 0, 0.12], [1318, 0.12, 0.18]],
  no: [[220, 0, 0.5]],
  used: [[523, 0, 0.16], [392, 0.18, 0.16], [294, 0.36, 0.24]],
  attention: [[660, 0, 0.1], [660, 0.18, 0.1], [660, 0.36, 0.1]],
};
const LOUDNESS = 0.35;
let desk = null;
let muted = localStorage.getItem("muted") === "yes";

export const soundState = () =>
  muted ? "off" : desk !== null && desk.state === "running" ? "on" : "waits";

// Browsers let a page sound only after a key, unless the agent opened the window.
export async function wakeSound() {
  desk ??= new AudioContext();
  if (desk.state === "suspended") await desk.resume();
}

export function toggleSound() {
  muted = !muted;
  localStorage.setItem("muted", muted ? "yes" : "no");
}

// Plays once for each number of a view, in whichever of the open windows comes first.
export function soundOnce(name, key) {
  navigator.locks.request("sound", () => {
    if (localStorage.getItem("sounded") === key) return;
    localStorage.setItem("sounded", key);
    if (!muted && desk !== null && desk.state === "running") play(NOTES[name] ?? []);
  });
}

function play(notes) {
  for (const [pitch, at, length] of notes) {
    const begins = desk.currentTime + at;
    const voice = new OscillatorNode(desk, { frequency: pitch, type: "triangle" });
    const volume = new GainNode(desk, { gain: 0 });
    volume.gain.setValueAtTime(0, begins);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.01);
    volume.gain.setValueAtTime(LOUDNESS, begins + length - 0.03);
    volume.gain.linearRampToValueAtTime(0, begins + length);
    voice.connect(volume).connect(desk.destination);
    voice.start(begins);
    voice.stop(begins + length);
  }
}
