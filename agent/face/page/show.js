// Draws one view: every place stands still, only what is written in it changes.
import { WORDS } from "./words.js";

const find = (id) => document.getElementById(id);
const body = document.body;
export const isStrip = location.pathname === "/strip";
// Which key does what, in the order in which they stand.
export const KEYS = {
  confirm: "Enter", unlock: "0–9", next: "Enter", refuse: "Esc",
  type_card_pin: "0–9", spend: "F7", drop_card: "F6",
  type_code: "0–9", type_total: "0–9", undo: "F3", reprint: "F2", lock: "F4",
};
// Their keys work all the same; beside a card there is room for what is done with it.
const UNNAMED = ["reprint", "lock"];
const MAIN_ACTS = ["confirm", "refuse", "unlock", "next", "spend"];

export function show(view, onAct, onChoice) {
  const words = WORDS[view.language];
  document.documentElement.lang = view.language;
  document.title = `${view.word} · Baursak`;
  body.dataset.glance = view.glance;
  body.dataset.line = view.line;
  body.dataset.saying = view.saying;
  body.toggleAttribute("data-locked", view.locked);
  const isOffline = view.line === "offline";
  const isAlone = isOffline && view.glance === "idle";
  glyph(view.locked ? "locked" : isAlone ? "offline" : view.glance);
  const isChoosing = view.choices.length > 0;
  const wantsPin = view.acts.includes("type_card_pin");
  body.toggleAttribute("data-choosing", isChoosing);
  // What is asked and what it is for stand where nothing that is typed lies over them.
  const asked = isChoosing ? view.sentence : wantsPin ? view.hand_over : null;
  write("word", asked ?? (view.locked ? words.locked : isAlone ? words.offline : view.word));
  const handOver = wantsPin ? "" : (view.hand_over ?? "");
  write("largest", handOver || view.sentence);
  body.toggleAttribute("data-hands-over", handOver !== "");
  write("ring-up", [view.ring_up, view.value].filter(Boolean).join("  ·  "));
  write("sentence", handOver ? view.sentence : "");
  write("hint", view.hint);
  // What was taken without the hub, or waits for it, says so where nobody overlooks it.
  const line = view.footer.find((it) => it.what === "line").text;
  write("queued", view.saying === "accepted_alone" ? words.queued : isOffline ? line : "");
  write("card", view.card);
  choices(view, onChoice);
  write("cashier", view.cashier ?? "");
  acts(view, onAct);
  unmatched(view);
  foot(view);
  fit();
  body.dataset.number = view.number;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

function choices(view, onChoice) {
  find("choices").replaceChildren(
    ...view.choices.map((one, place) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = -1;
      const parts = { kbd: String(place + 1), b: one.title, span: [one.points, one.value].filter(Boolean).join("  ·  ") };
      for (const [name, text] of Object.entries(parts)) {
        const part = document.createElement(name);
        part.textContent = text;
        button.append(part);
      }
      button.addEventListener("click", () => onChoice(String(place + 1)));
      item.append(button);
      return item;
    }),
  );
  markChoice(body.dataset.choice);
}

export function markChoice(key) {
  if (key === undefined) body.removeAttribute("data-choice");
  else body.dataset.choice = key;
  [...find("choices").children].forEach((item, place) => {
    if (String(place + 1) === key) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  });
}

export function showGone(language, connecting) {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.title = "Baursak";
  for (const name of ["data-saying", "data-number", "data-locked", "data-hands-over"]) body.removeAttribute(name);
  body.dataset.glance = "gone";
  glyph("gone");
  write("word", connecting ? words.connecting : words.gone);
  write("largest", connecting ? "" : words.goneSentence);
  write("hint", connecting ? "" : words.goneHint);
  for (const id of ["ring-up", "sentence", "queued", "card", "unmatched-word"]) write(id, "");
  body.removeAttribute("data-choosing");
  find("choices").replaceChildren();
  // Nothing is known of the till either: no old green light down there.
  for (const id of ["printer", "camera", "scanner", "line", "keys"]) {
    write(id, "");
    delete find(id).dataset.good;
  }
  find("acts").replaceChildren();
  find("unmatched").querySelector("ul").replaceChildren();
  fit();
}

export function notice(text) {
  write("notice", text);
}

export function write(id, text) {
  const place = find(id);
  if (place.textContent !== text) place.textContent = text;
}

// The largest letters that fit: never a word cut, never another place pushed away.
export function fit() {
  for (const id of ["word", "largest", "details"]) {
    const place = find(id);
    place.style.setProperty("--fit", "1");
    for (let part = 100; part >= 24; part -= 4) {
      place.style.setProperty("--fit", String(part / 100));
      if (place.scrollHeight <= place.clientHeight + 1 && place.scrollWidth <= place.clientWidth + 1) break;
    }
  }
}

function glyph(name) {
  const link = find("glyph").firstElementChild;
  if (link.getAttribute("href") !== `#g-${name}`) link.setAttribute("href", `#g-${name}`);
}

function acts(view, onAct) {
  // One key, one meaning: while something is typed, Enter sends it and shows nothing else.
  const typing = body.dataset.entry;
  const isOfCard = ["choose", "type_card_pin"].some((name) => view.acts.includes(name));
  const isLeftOut = (name) => (name === "next" && typing !== undefined) || (view.card !== "" && UNNAMED.includes(name));
  const places = Object.keys(KEYS).filter((name) => view.acts.includes(name) && !isLeftOut(name));
  find("acts").replaceChildren(
    ...places.map((name) => {
      const button = document.createElement("button");
      const key = document.createElement("kbd");
      const label = document.createElement("span");
      button.type = "button";
      button.tabIndex = -1;
      button.dataset.act = name;
      button.className = MAIN_ACTS.includes(name) ? "main" : "aside";
      key.textContent = name === "unlock" && typing === "pin" ? "Enter" : KEYS[name];
      label.textContent = name === "refuse" && isOfCard ? capital(WORDS[view.language].cancel) : view.act_words[name];
      button.append(key, label);
      button.addEventListener("click", () => onAct(name));
      return button;
    }),
  );
}

function unmatched(view) {
  write("unmatched-word", view.unmatched_word);
  find("unmatched").querySelector("ul").replaceChildren(
    ...view.unmatched.map((one) => {
      const line = document.createElement("li");
      for (const [name, text] of [["clock", one.at], ["title", one.hand_over ?? ""], ["value", one.value ?? ""]]) {
        const part = document.createElement("span");
        part.className = name;
        part.textContent = text;
        line.append(part);
      }
      return line;
    }),
  );
}

function foot(view) {
  for (const id of ["camera", "scanner"]) {
    if (!view.footer.some(({ what }) => what === id)) write(id, "");
  }
  for (const { what, good, text } of view.footer) {
    write(what, text);
    if (what !== "till") find(what).dataset.good = good ?? "unknown";
  }
}
