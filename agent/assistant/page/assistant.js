// The assistant's page: shows the step that the agent says, hands on what the person does.
import { Blocks } from "./blocks.js";
import { SAID } from "./said.js";

// The agent is heard every 2 s; after this silence it is not there any more.
const SILENCE_MS = 5000;
const AGAIN_MS = 1500;
const NOTICE_MS = 4000;
// An Enter so soon after another key is a scanner's: people need twice as long.
const SCAN_MS = 40;
const LANGUAGES = Object.keys(SAID);
const find = (id) => document.getElementById(id);

const asked = new URLSearchParams(location.search);
let language = [asked.get("lang"), localStorage.getItem("language")].find((it) => it !== null && it in SAID) ?? null;
let chosen = language !== null;
let view = null;
let heardAt = performance.now();
let stream = null;
let busy = Promise.resolve();
let ended = false;
let typedAt = -SCAN_MS;
language ??= "ru";

const blocks = new Blocks(find("blocks"), act);
const contrast = matchMedia("(prefers-contrast: more)");
const sharpen = () =>
  document.body.toggleAttribute("data-contrast", contrast.matches || asked.get("contrast") === "more");
contrast.addEventListener("change", sharpen);
sharpen();

function look() {
  stream?.close();
  stream = new EventSource(chosen ? `/events?lang=${language}` : "/events");
  stream.addEventListener("hello", (event) => {
    heard();
    if (!chosen) {
      language = JSON.parse(event.data).language;
      chosen = true;
      look();
    }
  });
  stream.addEventListener("beat", heard);
  stream.addEventListener("view", (event) => {
    heard();
    show(JSON.parse(event.data));
  });
}

function heard() {
  heardAt = performance.now();
  find("gone").hidden = !ended;
}

// The person has finished: the page says so at once, and that it may be closed.
function end() {
  ended = true;
  gone();
}

function gone() {
  find("gone").querySelector("h2").textContent = SAID[language].gone;
  find("gone").querySelector("p").textContent = SAID[language].goneHint;
  find("gone").hidden = false;
}

function show(next) {
  const isNew = view === null || view.step !== next.step;
  view = next;
  language = next.language;
  document.documentElement.lang = language;
  document.title = `${next.title} · Baursak`;
  document.body.dataset.step = next.step;
  document.body.dataset.number = next.number;
  find("place").textContent = next.place;
  find("title").textContent = next.title;
  steps(next);
  blocks.show(next.step, next.blocks);
  foot("back", next.back);
  foot("skip", next.skip);
  foot("main", next.main.label);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  find("languages").title = SAID[language].language;
  if (isNew) {
    document.querySelector("main").scrollTop = 0;
    (blocks.first() ?? find("main")).focus({ preventScroll: true });
  }
}

function foot(id, label) {
  find(id).hidden = label === null;
  find(id).querySelector("span").textContent = label ?? "";
}

function steps(next) {
  find("steps").replaceChildren(
    ...next.steps.map((it, at) => {
      const button = document.createElement("button");
      const mark = document.createElement("i");
      const title = document.createElement("span");
      button.type = "button";
      button.dataset.to = it.name;
      button.dataset.standing = it.standing;
      if (it.name === next.step) button.setAttribute("aria-current", "step");
      mark.textContent = { ahead: at + 1, done: "✔", before: "✔", skipped: "–", trouble: "!" }[it.standing];
      title.textContent = it.title;
      button.title = it.word;
      button.append(mark, title);
      button.addEventListener("click", () => act("go", { to: it.name }));
      return button;
    }),
  );
}

// One after another: what a later button means stands on what an earlier one did.
function act(name, more = {}) {
  if (view === null) return busy;
  const said = { act: name, step: view.step, values: { ...blocks.values(), ...more } };
  busy = busy.then(() => send(said));
  return busy;
}

async function send(said) {
  try {
    const answer = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    if (!answer.ok) tell(SAID[language].notTaken);
    else if (said.act === "finish") end();
  } catch {
    // It may be gone before it has answered.
    if (said.act === "finish") end();
    else tell(SAID[language].notTaken);
  }
}

function tell(text) {
  find("notice").textContent = text;
  setTimeout(() => {
    find("notice").textContent = "";
  }, NOTICE_MS);
}

function speak(name) {
  language = name;
  chosen = true;
  localStorage.setItem("language", name);
  look();
}

function pressed(event) {
  if (event.key === "F9") {
    event.preventDefault();
    speak(LANGUAGES[(LANGUAGES.indexOf(language) + 1) % LANGUAGES.length]);
  }
  if (view === null || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && view.back !== null) act("back");
  if (event.key !== "Enter") typedAt = event.timeStamp;
  if (event.key !== "Enter" || event.repeat) return;
  const at = document.activeElement;
  event.preventDefault();
  // A code that was scanned where nobody asked for one goes nowhere, and on to no other step.
  if (event.timeStamp - typedAt < SCAN_MS && !(at instanceof HTMLInputElement && at.type !== "radio")) return;
  if (at instanceof HTMLButtonElement) return at.click();
  // In a field, Enter presses the button that belongs to it, where the step has one.
  const own = at instanceof HTMLInputElement && at.type !== "radio" ? at.closest(".block") : null;
  const near = own === null ? null : buttonAfter(own);
  if (near !== null && at.value !== "") near.click();
  else act(view.main.act);
}

function buttonAfter(block) {
  let next = block.nextElementSibling;
  while (next !== null && (next.classList.contains("field") || next.classList.contains("choice"))) next = next.nextElementSibling;
  return next !== null && next.classList.contains("press") ? next.querySelector("button") : null;
}

setInterval(() => {
  if (performance.now() - heardAt > SILENCE_MS) gone();
}, 500);
setInterval(() => {
  if (stream.readyState === EventSource.CLOSED) look();
}, AGAIN_MS);

addEventListener("keydown", pressed);
find("blocks").addEventListener("submit", (event) => event.preventDefault());
find("back").addEventListener("click", () => act("back"));
find("skip").addEventListener("click", () => act("skip"));
find("main").addEventListener("click", () => act(view.main.act));
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
find("title").textContent = SAID[language].connecting;
look();
