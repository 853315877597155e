// The Mini App: fetches screens and shows them, takes what is scanned, does what buttons say.
import * as hub from './hub.js';
import { celebrate } from './joy.js';
import { forget, keep, kept, outdate } from './kept.js';
import {
  clock, done, fail, noLine, over, say, screen, show, showing, speak, tick, trouble, wait, words,
} from './screen.js';
import * as telegram from './telegram.js';
import { dress } from './theme.js';

const { ask } = hub;
const KEPT = /^(home|vouchers|voucher\/\d+|rewards|history)$/;
const NAMES = /^(home|rewards|vouchers|history|me|consent|scan|keys|join|card|reward\/\d+|voucher\/\d+)$/;
const CODE = /^[\w-]{48}$/;
const POLL_MS = 4000;
const AGAIN_MS = 15000;

let line = null;

async function go(name, { quiet = false } = {}) {
  if (!NAMES.test(name)) return;
  const old = kept(name);
  if (!quiet) {
    if (old && !old.old && name !== 'me') show(name, old.html);
    else wait(name);
  }
  const asked = showing;
  try {
    const html = await (await ask(`/app/screens/${name}`)).text();
    if (KEPT.test(name)) keep(name, html);
    if (showing !== asked) return;
    if (html !== old?.html || quiet) show(name, html, { focus: !quiet && !old });
    done(name);
  } catch (error) {
    if (showing === asked) fallBack(name, old, error);
  }
}

// No new screen: the last known one where there is one, else what is the matter and a way on.
function fallBack(name, old, error) {
  const mayPass = !error.status || error.isTrouble;
  if (error.status === 404) {
    fail(error);
    location.replace('#home');
  } else if (old && mayPass) {
    show(name, old.html, { at: old.at, why: error.status ? 'hub_down' : 'offline', focus: false });
  } else if (error.status) {
    trouble(error, () => go(name));
  } else {
    noLine(() => go(name));
  }
}

function here() {
  const name = location.hash.slice(1);
  return NAMES.test(name) ? name : 'home';
}

// What a claim, or the opening, answers: a screen that has no address of its own.
function arrived(said) {
  const old = here();
  show(said.screen, said.html);
  done(said.screen);
  if (said.screen === 'home') keep('home', said.html);
  else if (old !== 'home' || location.hash !== '#done') history.pushState(null, '', '#done');
  celebrate(screen);
}

async function scan() {
  if (!telegram.isInside || !telegram.atLeast('6.4') || /^(tdesktop|macos|web|weba|webk|unknown)$/.test(telegram.platform)) {
    location.hash = '#scan';
    return say(words.scan_none);
  }
  telegram.say('web_app_open_scan_qr_popup', { text: words.scan_popup.slice(0, 64) });
}

// A code that was scanned without a line waits on the phone, and is claimed when there is one.
async function claim(code) {
  try {
    const said = await (await ask('/app/claims', { method: 'POST', body: { code } })).json();
    forget('pending');
    arrived(said);
  } catch (error) {
    if (error.status && !error.isTrouble) {
      forget('pending');
      return fail(error);
    }
    keep('pending', code);
    if (error.status) trouble(error, () => claim(code));
    else noLine(() => claim(code));
  }
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (it) => it.toString(16).padStart(2, '0')).join('');
}

async function chooseNotices(on) {
  let notices = on;
  if (on && telegram.atLeast('6.9')) {
    const { status } = await telegram.ask('web_app_request_write_access', {}, 'write_access_requested');
    notices = status === 'allowed';
  }
  await ask('/api/v1/me/profile', { method: 'PUT', body: { notices } });
}

// What few people need is fetched when somebody does.
const keys = async (element) => (await import('./keys.js')).doing[element.dataset.do](element, { arrived });

const ownCard = async (element) => (await import('./own_card.js')).doing[element.dataset.do](element);

const doing = {
  'card-make': ownCard, 'card-pin': ownCard, 'card-block': ownCard, 'card-print': ownCard,
  'key-add': keys, 'key-name': keys, 'key-remove': keys, 'join-make': keys, join: keys, leave: keys,
  scan: () => scan(),
  camera: () => scan(),
  typed: (form) => claim(form.code.value.trim()),
  async take(form) {
    const body = { request: form.dataset.request ??= newKey() };
    for (const place of ['shop', 'till']) if (form[place]) body[place] = Number(form[place].value);
    if (form.points) body.points = Number(form.points.value);
    const made = await (await ask(`/api/v1/rewards/${form.dataset.reward}/claim`, { method: 'POST', body })).json();
    telegram.feel('success');
    outdate('home', 'vouchers', 'rewards');
    location.replace(`#voucher/${made.id}`);
  },
  async short(button) {
    const body = { shop: Number(button.dataset.shop) };
    const made = await (await ask(`/api/v1/vouchers/${button.dataset.voucher}/short-code`, { method: 'POST', body })).json();
    const place = screen.querySelector('[data-short]');
    const digits = document.createElement('strong');
    digits.textContent = made.code.replace(/(\d{4})(?=\d)/, '$1\u00a0');
    place.replaceChildren(digits, words.short_until.replace('{time}', clock(made.expires_at * 1000)));
    place.hidden = false;
    button.remove();
  },
  async 'give-back'(button) {
    if (!button.dataset.asked) {
      button.dataset.asked = 'yes';
      button.className = 'button danger';
      button.textContent = button.dataset.sure;
      return;
    }
    await ask(`/api/v1/vouchers/${button.dataset.voucher}/cancel`, { method: 'POST' });
    outdate('home', 'voucher', 'rewards', 'history');
    await go(showing, { quiet: true });
  },
  async 'ask-person'(button) {
    await ask('/api/v1/me/reviews', { method: 'POST', body: { code: button.dataset.code } });
    button.replaceWith(Object.assign(document.createElement('p'), { className: 'card middle', textContent: words.asked_person }));
  },
  filter(button) {
    const { kind } = button.dataset;
    for (const other of button.parentElement.children) other.setAttribute('aria-pressed', String(other === button));
    for (const card of screen.querySelectorAll('.goods > *')) {
      card.hidden = kind === 'ready' ? card.dataset.ready !== '1' : kind !== '' && card.dataset.kind !== kind;
    }
    telegram.feel('select');
  },
  async older(button) {
    const html = await (await ask(`/app/screens/history/${button.dataset.before}`)).text();
    button.closest('[data-more]').remove();
    document.getElementById('lines').insertAdjacentHTML('beforeend', html);
  },
  async language(button) {
    await ask('/api/v1/me/profile', { method: 'PUT', body: { language: button.dataset.language } });
    forget();
    location.reload();
  },
  async notices(button) {
    await chooseNotices(button.dataset.on === '1');
    const card = button.closest('[data-ask]');
    if (card) card.remove();
    else await go('me', { quiet: true });
  },
  async consent(button) {
    const { version, given } = button.dataset;
    const body = { version, language: document.documentElement.lang, channel: 'miniapp', given: given === '1' };
    await ask('/api/v1/me/consent', { method: 'POST', body });
    telegram.feel('success');
    const card = button.closest('[data-ask]');
    if (card) card.remove();
    else location.replace('#me');
  },
  async export(link) {
    const all = await (await ask('/api/v1/me/export')).json();
    const file = new Blob([JSON.stringify(all, null, 1)], { type: 'application/json' });
    const save = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(file), download: 'baursak.json', className: 'button', textContent: words.export_save,
    });
    link.replaceWith(save);
    say(words.export_made);
    save.focus();
  },
  async erase() {
    await ask('/api/v1/me', { method: 'DELETE' });
    forget();
    hub.leave();
    over(words.erased);
    setTimeout(() => telegram.say('web_app_close'), 4000);
  },
};

async function act(element, event) {
  const act = doing[element.dataset.do];
  if (!act || element.ariaBusy === 'true') return;
  event.preventDefault();
  element.ariaBusy = 'true';
  try {
    await act(element);
  } catch (error) {
    if (error.status) fail(error);
    else say(`${words.no_line}. ${words.no_line_text}`);
  } finally {
    element.ariaBusy = null;
  }
}

document.addEventListener('click', (event) => {
  const element = event.target.closest('[data-do]');
  if (element && element.tagName !== 'FORM') act(element, event);
});
document.addEventListener('submit', (event) => act(event.target, event));
document.addEventListener('input', ({ target }) => {
  if (target.type === 'range') target.closest('label').querySelector('output').textContent = Number(target.value).toLocaleString('ru');
});
addEventListener('hashchange', () => { if (hub.isIn() && location.hash !== '#done') go(here()); });
addEventListener('online', () => {
  const pending = kept('pending');
  if (!hub.isIn()) open();
  else if (pending) claim(pending.html);
  else go(here(), { quiet: true });
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && hub.isIn() && KEPT.test(showing)) go(showing, { quiet: true });
});
telegram.on('back_button_pressed', () => (history.length > 1 ? history.back() : location.replace('#home')));
telegram.on('qr_text_received', ({ data }) => {
  if (!data) return;
  telegram.say('web_app_close_scan_qr_popup');
  claim(data.slice(0, 400));
});

// What happened elsewhere shows here at once: the till takes a voucher, points are confirmed.
function heard({ kind = '', lost }) {
  if (kind === 'voucher.redeemed' && showing.startsWith('voucher/')) telegram.feel('success');
  outdate('home', 'vouchers', 'history');
  if (lost || kind.startsWith('voucher') ? /^(home|voucher)/.test(showing) : showing === 'home') go(showing, { quiet: true });
}

async function listen() {
  const { listen: start } = await import('./live.js');
  const ticketOf = async () => (await ask('/api/v1/live/ticket', { method: 'POST' })).json();
  line = start(ticketOf, heard);
}

// Live vouchers are fetched beforehand: in the queue there may be no line.
async function stockUp() {
  for (const card of screen.querySelectorAll('[data-keep]')) {
    const name = card.dataset.keep;
    try {
      keep(name, await (await ask(`/app/screens/${name}`)).text());
    } catch { return; }
  }
}

// Somebody is in: with a session, a first screen, and what he opened the app with.
async function opened(said, wanted = '') {
  hub.enter(said);
  if (said.screen !== 'home') forget('pending');
  speak(said);
  keep('words', JSON.stringify({ words, language: said.language }));
  const deep = NAMES.test(wanted.replace('-', '/')) ? wanted.replace('-', '/') : here();
  if (said.screen !== 'home' || deep === 'home') arrived(said);
  else if (here() === deep) await go(deep);
  else location.hash = `#${deep}`;
  const pending = kept('pending');
  if (pending) claim(pending.html);
  setTimeout(listen, 300);
  if (said.screen === 'home') setTimeout(stockUp, 800);
  navigator.serviceWorker?.register('/app/keeper.js').catch(() => {});
}

async function open() {
  if (!telegram.isInside) return (await import('./outside.js')).come({ opened, notOpened, doing });
  const wanted = telegram.startParam || (kept('pending')?.html ?? '');
  const isCode = CODE.test(wanted);
  const before = kept('home');
  const spoken = kept('words');
  if (spoken) speak(JSON.parse(spoken.html));
  if (before && !before.old && !isCode) show('home', before.html, { focus: false });
  try {
    await opened(await (await hub.fetched('/app/session', { method: 'POST', body: { init_data: telegram.initData, start: wanted } })).json(), wanted);
  } catch (error) {
    notOpened(error, isCode ? wanted : null);
  }
}

// What came with the opening waits on the phone; the last known screens stay readable.
function notOpened(error, code) {
  const before = kept('home');
  const mayPass = !error.status || error.isTrouble;
  if (code && mayPass) keep('pending', code);
  if (before && !code && mayPass) {
    const name = here();
    const old = kept(name);
    show(old ? name : 'home', (old ?? before).html, { at: (old ?? before).at, why: error.status ? 'hub_down' : 'offline' });
    if (error.status) setTimeout(open, AGAIN_MS * (1 + Math.random()));
  } else if (error.status) {
    trouble(error, open);
  } else {
    noLine(open);
  }
}

addEventListener('hashchange', () => {
  if (hub.isIn() || location.hash === '#done') return;
  const old = kept(here());
  if (old) show(here(), old.html, { at: old.at });
});
setInterval(tick, 1000);
setInterval(() => {
  if (hub.isIn() && showing.startsWith('voucher/') && !line?.isOpen && !document.hidden) go(showing, { quiet: true });
}, POLL_MS);

if (telegram.isInside && !NAMES.test(location.hash.slice(1))) history.replaceState(null, '', '#home');
telegram.say('iframe_ready', { reload_supported: false });
telegram.say('web_app_ready');
telegram.say('web_app_expand');
if (telegram.atLeast('7.7')) telegram.say('web_app_setup_swipe_behavior', { allow_vertical_swipe: false });
dress();
if (telegram.atLeast('8.0')) {
  telegram.say('web_app_request_safe_area');
  telegram.say('web_app_request_content_safe_area');
}
open();
