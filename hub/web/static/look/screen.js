// What the page shows: a screen, a word at its foot, what went wrong and the way on, clocks that move.
import * as hub from './hub.js';
import * as telegram from './telegram.js';

export const screen = document.getElementById('screen');
const strip = document.getElementById('strip');
const tabs = document.getElementById('tabs');
const toast = document.getElementById('toast');
const ROOTS = new Set(['home', 'rewards', 'history', 'me']);
const ALMATY_MS = 5 * 3600 * 1000;
const TOAST_MS = 5000;

export let words = JSON.parse(document.getElementById('words').textContent);
export let showing = '';

// The page itself speaks as the browser does; whoever is known is spoken to as he chose.
export function speak(spoken) {
  words = { ...words, ...spoken.words };
  document.documentElement.lang = spoken.language;
  for (const place of document.querySelectorAll('[data-word]')) place.textContent = words[place.dataset.word];
}

// *at* is when an old screen was kept, *why* the sentence above it.
export function show(name, html, { at = null, why = 'offline', focus = true } = {}) {
  screen.innerHTML = html;
  showing = name;
  delete document.documentElement.dataset.shown;
  const tab = screen.firstElementChild?.dataset.tab;
  for (const link of tabs.children) {
    if (link.hash === `#${tab}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  // Before the cashier there is the ticket and nothing else.
  tabs.hidden = (!hub.isIn() && !at) || name.startsWith('voucher/');
  strip.hidden = !at;
  if (at) strip.textContent = words[why].replace('{time}', clock(at));
  if (telegram.atLeast('6.1')) telegram.say('web_app_setup_back_button', { is_visible: !ROOTS.has(name) });
  if (focus) {
    scrollTo(0, 0);
    screen.querySelector('h1')?.focus({ preventScroll: true });
  }
  tick();
}

export function wait(name) {
  show(name, document.getElementById('waiting').innerHTML, { focus: false });
}

export function done(name) {
  document.documentElement.dataset.shown = name;
}

export function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, TOAST_MS);
}

export function fail(error) {
  telegram.feel('error');
  say(error.isOver ? words.stale : error.detail ?? error.title ?? words.hub_trouble);
}

export function noLine(again) {
  tell(words.no_line, [words.no_line_text], again);
}

// The hub's own no where a screen should be: what is the matter, and the way on.
export function trouble(error, again) {
  telegram.feel('error');
  if (error.isOver) return tell(words.stale, [], null);
  if (!error.isTrouble) return tell(error.title ?? words.hub_trouble, [words.stale], again);
  const incident = error.incident && words.incident.replace('{id}', error.incident);
  const isCrowd = error.status === 429;
  return tell(isCrowd ? error.title : words.hub_trouble, [words.hub_trouble_text, incident], again);
}

function tell(title, texts, again) {
  const part = (kind, more) => Object.assign(document.createElement(kind), more);
  const box = part('div', { className: 'stack middle loaf' });
  box.append(
    part('h1', { textContent: title, tabIndex: -1 }),
    ...texts.filter(Boolean).map((textContent) => part('p', { textContent })),
  );
  if (again) box.append(part('button', { textContent: words.try_again, className: 'button', onclick: again }));
  screen.replaceChildren(box);
  tabs.hidden = !hub.isIn();
  box.firstElementChild.focus({ preventScroll: true });
}

export function over(text) {
  tabs.hidden = true;
  strip.hidden = true;
  screen.textContent = text;
}

// The whole country keeps one time; a phone's own table of zones may be older than that.
function watch(time) {
  return new Date(time + ALMATY_MS).toISOString().slice(11, 19);
}

export function clock(time) {
  return watch(time).slice(0, 5);
}

export function tick() {
  const now = hub.now();
  for (const place of screen.querySelectorAll('[data-clock]')) place.textContent = watch(now);
  for (const place of screen.querySelectorAll('[data-until]')) {
    const left = Math.floor(Number(place.dataset.until) - now / 1000);
    if (left < 0) {
      place.textContent = words.is_over;
      screen.querySelector('[data-live]')?.remove();
    } else if (left < 48 * 3600) {
      const two = (number) => String(number).padStart(2, '0');
      place.textContent = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    }
  }
}
