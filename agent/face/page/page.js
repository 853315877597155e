// The cashier's page: shows what the agent says, hands on what the cashier does.
import { Entry, NOTHING } from "./keys.js";
import { buildPad, followFocus } from "./pad.js";
import { fit, isStrip, notice, show, showGone, write } from "./show.js";
import { soundOnce, soundState, toggleSound, wakeSound } from "./sounds.js";
import { WORDS } from "./words.js";

// The agent is heard every 2 s; after this silence what is shown may be old.
const SILENCE_MS = 5000;
// An Enter this soon after a new view was pressed for what stood there before.
const TOO_SOON_MS = 350;
const AGAIN_MS = 1500;
const LANGUAGES = Object.keys(WORDS);
const NOTICE_MS = 4000;

const asked = new URLSearchParams(location.search);
const entry = new Entry();
let language = pick(asked.get("lang"), localStorage.getItem("language"));
let chosen = language !== null;
let start = "";
let view = null;
let shownAt = 0;
let heardAt = 0;
let stream = null;
language ??= "ru";

document.body.toggleAttribute("data-strip", isStrip);
const contrast = matchMedia("(prefers-contrast: more)");
const sharpen = () =>
  document.body.toggleAttribute("data-contrast", contrast.matches || asked.get("contrast") === "more");
contrast.addEventListener("change", sharpen);
sharpen();

function pick(...names) {
  return names.find((name) => name !== null && name in WORDS) ?? null;
}

function look() {
  stream?.close();
  stream = new EventSource(chosen ? `/events?lang=${language}` : "/events");
  stream.addEventListener("hello", hello);
  stream.addEventListener("view", (event) => seen(JSON.parse(event.data)));
  stream.addEventListener("beat", heard);
}

function hello(event) {
  const said = JSON.parse(event.data);
  if (start !== said.start) view = null;
  start = said.start;
  if (!chosen) language = pick(said.language) ?? language;
}

function heard() {
  heardAt = performance.now();
  if (document.body.dataset.glance === "gone" && view !== null) draw();
}

function seen(next) {
  heardAt = performance.now();
  const isNew = next.number !== view?.number;
  view = next;
  language = next.language;
  if (isNew) {
    shownAt = performance.now();
    hold(next.left_ms, next.hold_ms);
    if (next.sound !== null) soundOnce(next.sound, `${start} ${next.number}`);
  }
  draw();
}

function draw() {
  entry.follow(view);
  show(view, act, choose);
  heading();
}

function choose(key) {
  if (view.acts.includes("choose")) send({ act: "choose", text: key });
}

function heading() {
  const words = WORDS[language];
  const state = soundState();
  const sound = document.getElementById("sound");
  sound.dataset.state = state;
  sound.title = `F8 · ${{ on: words.soundOn, off: words.soundOff, waits: words.soundWaits }[state]}`;
  write("sound", { on: "♪", off: "♪ ×", waits: "♪ ?" }[state]);
  sound.setAttribute("aria-label", sound.title);
  document.getElementById("languages").setAttribute("aria-label", `F9 · ${words.language}`);
  document.getElementById("languages").title = `F9 · ${words.language}`;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

// A line that shrinks for as long as the verdict stays.
function hold(left, whole) {
  const line = document.querySelector("#hold i");
  for (const old of line.getAnimations()) old.cancel();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (left === null || whole === 0 || still) return;
  const from = `scaleX(${left / whole})`;
  line.animate([{ transform: from }, { transform: "scaleX(0)" }], { duration: left, fill: "both" });
}

async function send(done) {
  try {
    const answer = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ number: view.number, ...done }),
    });
    if (answer.ok) return;
    const no = answer.status === 409 ? await answer.json() : null;
    tell(no === null ? WORDS[language].notTaken : `${no.title} ${no.hint}`);
  } catch {
    tell(WORDS[language].notTaken);
  }
}

function tell(text) {
  notice(text);
  setTimeout(() => notice(""), NOTICE_MS);
}

function act(name) {
  if (name === "type_code") entry.open("code");
  else if (name === "unlock") pinAsked();
  else if (name === "type_total") entry.open("total");
  else if (name === "type_card_pin") entry.open("card_pin");
  else if (view.acts.includes(name)) send({ act: name });
  draw();
}

// The button does what Enter does: nothing that is typed already goes away for it.
function pinAsked() {
  if (document.body.dataset.entry !== "pin") entry.open("pin");
  else document.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true }));
}

function confirmed(event) {
  if (event.repeat || event.timeStamp - shownAt < TOO_SOON_MS) return;
  const name = ["confirm", "next"].find((it) => view.acts.includes(it));
  if (name !== undefined) send({ act: name });
}

function escaped() {
  const isForced = document.body.dataset.entry === "pin";
  if (entry.isOpen && !isForced && document.body.dataset.entry === "code") {
    entry.close();
    show(view, act, choose);
  } else {
    const name = ["refuse", "next"].find((it) => view.acts.includes(it));
    if (name !== undefined) send({ act: name });
  }
}

function functionKey(key) {
  const name = {
    F2: "reprint", F3: "undo", F4: view.acts.includes("lock") ? "lock" : "unlock",
    F6: "drop_card", F7: "spend",
  }[key];
  if (name !== undefined && view.acts.includes(name)) act(name);
}

function pressed(event) {
  wakeSound().then(heading);
  if (/^F[2346789]$/.test(event.key)) event.preventDefault();
  if (event.key === "F9") speak(LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length]);
  if (event.key === "F8") {
    toggleSound();
    heading();
  }
  if (view === null || document.body.dataset.glance === "gone") return;
  if (/^F[23467]$/.test(event.key)) return functionKey(event.key);
  if (event.key === "Escape") return escaped();
  if (["Enter", "Tab", "Backspace", "/", "'"].includes(event.key)) event.preventDefault();
  const wasOpen = entry.isOpen;
  const done = entry.take(event, view);
  if (entry.isOpen !== wasOpen) show(view, act, choose);
  if (done === NOTHING) return;
  if (done !== null) send(done);
  else if (event.key === "Enter" && !wasOpen) confirmed(event);
}

function speak(name) {
  language = name;
  chosen = true;
  localStorage.setItem("language", name);
  look();
}

// A stream that a server refused is not asked again by the browser; the page does it.
setInterval(() => {
  if (performance.now() - heardAt <= SILENCE_MS) return;
  if (document.body.dataset.glance !== "gone" || view !== null) {
    entry.close();
    showGone(language, false);
    heading();
  }
}, 500);
setInterval(() => {
  if (stream.readyState === EventSource.CLOSED) look();
}, AGAIN_MS);

addEventListener("keydown", pressed);
addEventListener("resize", fit);
document.getElementById("sound").addEventListener("click", () => {
  toggleSound();
  wakeSound().then(heading);
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
buildPad(document.getElementById("pad"));
followFocus();
heardAt = performance.now();
showGone(language, true);
heading();
wakeSound().then(heading);
look();
