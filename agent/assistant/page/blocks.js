// Draws the blocks of a step: the same block keeps its element, so that nobody loses what he types.
const MARKS = { good: "✔", bad: "!", wait: "…", plain: "i" };
const PICTURE_MS = 250;
// A scanner's keys come within this of each other; after it a burst without Enter is told too.
const QUIET_MS = 400;
const MOST_KEYS = 600;

export class Blocks {
  #place;
  #act;
  #shown = new Map();
  #step = "";

  constructor(place, act) {
    this.#place = place;
    this.#act = act;
    setInterval(() => this.#newPicture(), PICTURE_MS);
  }

  show(step, blocks) {
    const isFirst = step !== this.#step;
    if (step !== this.#step) {
      this.#shown.clear();
      this.#place.replaceChildren();
      this.#step = step;
    }
    const wanted = new Set(blocks.map((it) => it.id));
    for (const [id, { element }] of this.#shown) {
      if (!wanted.has(id)) {
        element.remove();
        this.#shown.delete(id);
      }
    }
    let before = null;
    const news = [];
    for (const block of blocks) {
      const text = this.#shown.get(block.id)?.text;
      const element = this.#drawn(block);
      const isNews = isFirst || this.#shown.get(block.id).text === text ? false : ["result", "presses", "picture"].includes(block.kind);
      // Of several answers the first one, with the buttons that ask for the next.
      if (isNews && (block.kind !== "result" || !news.some((it) => it.matches(".result")))) news.push(element);
      const next = before === null ? this.#place.firstChild : before.nextSibling;
      if (element !== next) this.#place.insertBefore(element, next);
      before = element;
    }
    // What somebody waits for comes into sight by itself, also on a small screen.
    for (const element of news.reverse()) element.scrollIntoView({ block: "nearest" });
  }

  // What the fields of this step hold now.
  values() {
    const values = {};
    for (const [id, { block, element }] of this.#shown) {
      if (block.kind === "choice") {
        values[id] = element.querySelector("input:checked, select")?.value ?? block.value;
      } else if (block.kind === "field") {
        values[id] = element.querySelector("input").value;
      }
    }
    return values;
  }

  // The first thing to do with the keyboard on a new step.
  first() {
    const scan = this.#place.querySelector("input.wedge");
    return scan ?? this.#place.querySelector("input:checked, input[type=text], input[type=password], select, button");
  }

  #drawn(block) {
    const known = this.#shown.get(block.id);
    const same = known !== undefined && known.block.kind === block.kind && known.block.folded === block.folded;
    const text = JSON.stringify(block);
    if (same && known.text === text) return known.element;
    const element = same ? known.element : made(block.kind);
    const old = same ? known.block : null;
    if (known !== undefined && !same) known.element.replaceWith(element);
    DRAW[block.kind](element, block, old, this.#act);
    this.#shown.set(block.id, { block, element, text });
    return element;
  }

  #newPicture() {
    const picture = this.#place.querySelector("img.live");
    if (picture === null || picture.dataset.asked === "yes") return;
    const next = new Image();
    picture.dataset.asked = "yes";
    next.onload = () => {
      picture.src = next.src;
      picture.dataset.asked = "";
      picture.hidden = false;
    };
    next.onerror = () => {
      picture.dataset.asked = "";
      picture.hidden = true;
    };
    next.src = `${picture.dataset.address}?n=${performance.now() | 0}`;
  }
}

const DRAW = {
  text(element, block) {
    element.textContent = block.text;
    element.dataset.tone = block.tone;
  },
  result(element, block) {
    element.dataset.tone = block.tone;
    element.setAttribute("role", "status");
    const mark = tag("span", "mark", MARKS[block.tone]);
    mark.setAttribute("aria-hidden", "true");
    const said = tag("div", "said", "");
    if (block.title !== "") said.append(tag("b", "", block.title));
    if (block.hint !== "") said.append(tag("p", "", block.hint));
    if (block.rows.length > 0) {
      const list = document.createElement("ul");
      list.append(...block.rows.map((it) => tag("li", "", it)));
      said.append(list);
    }
    element.replaceChildren(mark, said);
  },
  choice(element, block, old, act) {
    const same = old !== null && JSON.stringify(old.options) === JSON.stringify(block.options) && old.label === block.label;
    if (!same) element.replaceChildren(...(block.folded ? folded(block, act) : listed(block, act)));
    if (block.folded) element.querySelector("select").value = block.value;
    for (const input of element.querySelectorAll("input")) input.checked = input.value === block.value;
  },
  field(element, block, old, act) {
    let input = element.querySelector("input");
    if (input === null) {
      input = document.createElement("input");
      input.type = block.form === "secret" ? "password" : "text";
      if (block.form !== "text") input.inputMode = "numeric";
      input.name = block.id;
      input.maxLength = 300;
      input.spellcheck = false;
      // Nobody's browser keeps a cashier's PIN or a one-time code.
      input.autocomplete = block.form === "secret" ? "new-password" : "off";
      element.append(tag("span", "label", ""), input, tag("span", "hint", ""));
      // A field that goes away with its step says nothing any more.
      input.addEventListener("change", () => input.isConnected && act("changed"));
    }
    element.querySelector(".label").textContent = block.label;
    element.querySelector(".hint").textContent = block.hint;
    // What somebody types stays his, unless the step took it and says something else.
    if (old === null || old.value !== block.value || old.turn !== block.turn) {
      input.value = block.value;
    }
  },
  press(element, block, old, act) {
    element.replaceChildren(button(block, act));
  },
  presses(element, block, old, act) {
    element.replaceChildren(...block.buttons.map((it) => button(it, act)));
  },
  picture(element, block) {
    if (element.firstChild === null) {
      const picture = document.createElement("img");
      picture.className = "live";
      picture.hidden = true;
      element.append(picture);
    }
    element.firstChild.dataset.address = block.address;
    element.firstChild.alt = block.label;
  },
  keys(element, block, old, act) {
    if (element.querySelector("input") === null) {
      const input = document.createElement("input");
      input.type = "text";
      input.className = "wedge";
      input.dataset.own = "yes";
      input.autocapitalize = "off";
      input.spellcheck = false;
      element.append(tag("span", "label", ""), input, tag("span", "hint", ""));
      hearKeys(input, act);
    }
    element.querySelector(".label").textContent = block.label;
    element.querySelector(".hint").textContent = block.hint;
  },
};

// Tells each burst of keys with its times: what is a scanner's and what a person's is decided there.
function hearKeys(input, act) {
  let keys = [];
  let waiting = 0;
  const tell = () => {
    clearTimeout(waiting);
    if (keys.length > 0) act("keys", { keys: JSON.stringify(keys.slice(-MOST_KEYS)) });
    keys = [];
    input.value = "";
  };
  input.addEventListener("keydown", (event) => {
    const ends = event.key === "Enter" || event.key === "Tab";
    if (event.key === "Escape" || (ends && keys.length === 0)) return;
    event.stopPropagation();
    if (ends) event.preventDefault();
    // When it was pressed, not when a slow machine came to it.
    keys.push([event.key, Math.round(event.timeStamp * 10) / 10]);
    clearTimeout(waiting);
    if (ends) tell();
    else waiting = setTimeout(tell, QUIET_MS);
  });
}

function made(kind) {
  const element = document.createElement({ choice: "fieldset", field: "label", keys: "label" }[kind] ?? "div");
  element.className = `block ${kind}`;
  return element;
}

function tag(name, kind, text) {
  const element = document.createElement(name);
  if (kind !== "") element.className = kind;
  element.textContent = text;
  return element;
}

function button(block, act) {
  const element = tag("button", block.main ? "main" : "aside", block.label);
  element.type = "button";
  element.dataset.act = block.id;
  element.addEventListener("click", () => act(block.id));
  return element;
}

function listed(block, act) {
  return [
    tag("legend", "", block.label),
    ...block.options.map((it) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "radio";
      input.name = block.id;
      input.value = it.value;
      input.addEventListener("change", () => act("changed"));
      label.append(input, tag("span", "name", it.label));
      if (it.note !== "") label.append(tag("span", "note", it.note));
      return label;
    }),
  ];
}

function folded(block, act) {
  const label = tag("label", "", "");
  const select = document.createElement("select");
  select.name = block.id;
  select.append(
    ...block.options.map((it) => {
      const option = tag("option", "", it.note === "" ? it.label : `${it.label} · ${it.note}`);
      option.value = it.value;
      return option;
    }),
  );
  select.addEventListener("change", () => act("changed"));
  label.append(tag("span", "label", block.label), select);
  return [label];
}
