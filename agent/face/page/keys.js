// What is typed: digits of a short code, a total, a PIN, or a code from a scanner that types.
import { WORDS } from "./words.js";
import { markChoice, write } from "./show.js";

const CODE_LENGTH = 8;
const LONGEST_PIN = 12;
const LONGEST_CARD_PIN = 6;
const LONGEST_TOTAL = 12;
const LONGEST_SCAN = 256;
// Longer than anything that a person types here, and than what a hand on the keys makes by chance.
const SHORTEST_SCAN = CODE_LENGTH + 1;
const SHORTEST_BURST = 3;
// A scanner's keys follow each other faster than this, a person's do not.
const SCAN_PAUSE_MS = 90;
// A scanner that types speaks the American layout, whatever language Windows is set to.
const AMERICAN = {
  Minus: "-_", Equal: "=+", Slash: "/?", Period: ".>", Comma: ",<", Semicolon: ";:",
  Digit5: "5%", Digit7: "7&", Digit3: "3#",
};

// What came of the last PIN: said at its field too, where the next is being typed already.
const PIN_ANSWERS = ["wrong_pin", "pin_wait", "card_wrong_pin", "card_pin_form"];
// What is typed by itself, and for which act of the view.
const ASKED = { unlock: "pin", type_total: "total", type_card_pin: "card_pin", choose: "choice" };
const FORCED = Object.values(ASKED);

// An Enter that was a scanner's, and that nothing is to be sent for.
export const NOTHING = Object.freeze({});

export class Entry {
  #kind = null;
  #typed = "";
  #scanned = "";
  #lastKey = 0;
  #language = "ru";
  #number = null;
  #answer = "";

  get isOpen() {
    return this.#kind !== null;
  }

  // Opens by itself where the view wants a PIN or a total, and closes when it does not any more.
  // What a locked till has to say lies in the same place: it is seen first, until somebody types.
  follow(view) {
    this.#language = view.language;
    const isNew = view.number !== this.#number;
    this.#number = view.number;
    this.#answer = PIN_ANSWERS.includes(view.saying) ? [view.sentence, view.card && view.hint].filter(Boolean).join(". ") : "";
    if (view.acts.includes("unlock") && view.saying !== "locked") {
      if (this.#kind !== null && (this.#kind !== "pin" || (isNew && this.#typed === ""))) this.close();
      return this.#draw();
    }
    const wanted = ASKED[Object.keys(ASKED).find((act) => view.acts.includes(act))] ?? null;
    if (wanted !== null && this.#kind !== wanted) this.#open(wanted);
    else if (wanted === null && FORCED.includes(this.#kind)) this.close();
    else if (this.#kind === "code" && !view.acts.includes("type_code")) this.close();
    else this.#draw();
  }

  open(kind) {
    this.#open(kind);
  }

  close() {
    this.#kind = null;
    this.#typed = "";
    this.#scanned = "";
    document.getElementById("entry").hidden = true;
    document.body.removeAttribute("data-entry");
  }

  // Takes one key; returns what is to be sent once Enter ends it, else null.
  take(event, view) {
    if (event.key === "Enter" || event.key === "Tab") return this.#end(view, event.timeStamp);
    if (event.key === "Backspace") {
      this.#typed = this.#typed.slice(0, -1);
      this.#draw();
      return null;
    }
    const letter = american(event);
    if (letter === null) return null;
    // When it was pressed, not when a slow machine came to it.
    const now = event.timeStamp;
    if (now - this.#lastKey > SCAN_PAUSE_MS) this.#scanned = "";
    this.#lastKey = now;
    this.#scanned = (this.#scanned + letter).slice(-LONGEST_SCAN);
    if (/[0-9]/.test(letter) && this.#kind === null && view.acts.includes("unlock")) this.#open("pin");
    if (/[0-9]/.test(letter) && this.#kind === null && view.acts.includes("type_code") && this.#scanned.length <= CODE_LENGTH) {
      this.#open("code");
    }
    this.#add(letter);
    return null;
  }

  #end(view, now) {
    const scan = this.#scanned;
    const [kind, typed] = [this.#kind, this.#typed];
    const isBurst = scan.length >= SHORTEST_BURST && now - this.#lastKey < SCAN_PAUSE_MS;
    this.#scanned = "";
    if (isBurst && scan.length >= SHORTEST_SCAN) {
      if (kind === "code") this.close();
      else if (kind !== null) this.#sent(null);
      return view.acts.includes("type_code") ? { act: "type_code", text: scan } : NOTHING;
    }
    if (kind === "code" && typed.length === CODE_LENGTH) {
      this.close();
      return { act: "type_code", text: typed };
    }
    if (kind === "total" && typed !== "") return this.#sent({ act: "type_total", text: typed });
    if (kind === "pin" && typed !== "") return this.#sent({ act: "unlock", text: typed });
    if (kind === "card_pin" && typed !== "") return this.#sent({ act: "type_card_pin", text: typed });
    if (kind === "choice" && typed !== "") return this.#sent({ act: "choose", text: typed });
    // The Enter of a scanner confirms nothing.
    return isBurst ? NOTHING : null;
  }

  // A PIN or a total stays open until the view says that it was taken, and begins empty again.
  #sent(done) {
    this.#typed = "";
    this.#draw();
    return done;
  }

  #add(letter) {
    if (this.#kind === "choice" && /[1-9]/.test(letter)) this.#typed = "";
    const longest = {
      code: CODE_LENGTH, pin: LONGEST_PIN, total: LONGEST_TOTAL, card_pin: LONGEST_CARD_PIN, choice: 1,
    }[this.#kind] ?? 0;
    const fits = this.#kind === "total" ? /[0-9.,]/ : /[0-9]/;
    if (fits.test(letter) && this.#typed.length < longest) this.#typed += letter;
    if (this.#kind === "code" && this.#scanned.length > CODE_LENGTH) this.#leaveToScan();
    this.#draw();
  }

  // More came at a scanner's pace than a person types: a scan, not a short code.
  #leaveToScan() {
    const scan = this.#scanned;
    this.close();
    this.#scanned = scan;
  }

  #open(kind) {
    this.#kind = kind;
    this.#typed = "";
    document.getElementById("entry").hidden = false;
    document.body.dataset.entry = kind;
    this.#draw();
  }

  #draw() {
    markChoice(this.#kind === "choice" && this.#typed !== "" ? this.#typed : undefined);
    if (this.#kind === null) return;
    const words = WORDS[this.#language];
    const answers = ["pin", "card_pin"].includes(this.#kind);
    write("entry-title", (answers && this.#answer) || (words[this.#kind] ?? ""));
    write("entry-typed", shown(this.#kind, this.#typed));
    const escape = this.#kind === "pin" ? "" : `   Esc ${words.cancel}`;
    write("entry-keys", `Enter ${words.send}   ⌫ ${words.erase}${escape}`);
  }
}

function shown(kind, typed) {
  if (kind === "pin" || kind === "card_pin") return "●".repeat(typed.length) || "–";
  if (kind === "total" || kind === "choice") return typed || "0";
  const places = typed.padEnd(CODE_LENGTH, "_");
  return `${places.slice(0, 4)} ${places.slice(4)}`;
}

function american(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const { code, shiftKey } = event;
  if (/^Key[A-Z]$/.test(code)) {
    const upper = shiftKey !== event.getModifierState("CapsLock");
    return upper ? code[3] : code[3].toLowerCase();
  }
  if (code in AMERICAN) return AMERICAN[code][shiftKey ? 1 : 0];
  if (/^Digit[0-9]$/.test(code) && !shiftKey) return code[5];
  return /^[0-9.,]$/.test(event.key) ? event.key : null;
}
