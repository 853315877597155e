// Keys for a finger: where the page has no keyboard, or never takes it from the POS.
import { isStrip } from "./show.js";

const DIGITS = [..."1234567890"];
const ALL = [
  ...DIGITS.map((digit) => ({ face: digit, key: digit, code: `Digit${digit}` })),
  { face: ",", key: ",", code: "" },
  { face: "⌫", key: "Backspace", code: "Backspace" },
  { face: "✕", key: "Escape", code: "Escape" },
  { face: "✓", key: "Enter", code: "Enter" },
];

// Builds the keys; each does what the same key of a keyboard does.
export function buildPad(place) {
  place.replaceChildren(
    ...ALL.map(({ face, key, code }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = -1;
      button.dataset.key = key;
      button.textContent = face;
      button.addEventListener("click", () =>
        document.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true })),
      );
      return button;
    }),
  );
}

// A strip above the POS is only ever pointed at: names of keys would lie there.
export function followFocus() {
  const look = () => document.body.toggleAttribute("data-pointed", isStrip && !document.hasFocus());
  addEventListener("focus", look);
  addEventListener("blur", look);
  look();
}
