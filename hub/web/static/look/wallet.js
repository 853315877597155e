// The screen of wallets: links one by TON Connect, moves points out and back, checks one's proof.
// The SDK is fetched when a wallet is chosen, and nobody outside is asked anything before that.
import * as hub from './hub.js';
import * as telegram from './telegram.js';
import { dress } from './theme.js';

const { ask } = hub;
const me = document.getElementById('me');
const screen = document.getElementById('screen');
const toast = document.getElementById('toast');
const CONNECTION = 'ton-connect-storage_bridge-connection';
const WHY = { expired: 'no_late', replayed: 'no_late', mismatch: 'no_network', taken: 'no_taken', unknown_version: 'no_kind', wrong_kind: 'no_kind', forged: 'no_proof', malformed: 'no_proof' };
const ANSWER_S = 300;

let texts = JSON.parse(document.getElementById('words').textContent);
let connector = null;
let expecting = false; // whether a wallet's answer is to be a link
let giveUp = null;

const said = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const facts = () => screen.querySelector('[data-chain]')?.dataset ?? {};

function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 7000);
}

function show(html) {
  screen.innerHTML = html;
  document.documentElement.dataset.shown = 'wallet';
  scrollTo(0, 0);
  screen.querySelector('h1')?.focus({ preventScroll: true });
}

async function refresh() {
  show(await (await ask('/app/wallet/screen')).text());
}

async function connection() {
  if (connector) return connector;
  const { TonConnect } = await import(me.dataset.sdk);
  connector = new TonConnect({
    manifestUrl: location.origin + me.dataset.manifest,
    walletsListSource: location.origin + me.dataset.list,
    analytics: { mode: 'off' },
  });
  connector.setConnectionNetwork?.(facts().chain);
  connector.onStatusChange(
    (wallet) => { if (expecting && wallet?.connectItems?.tonProof) link(wallet); },
    (error) => { if (expecting) stop(whyNot(error)); },
  );
  return connector;
}

function whyNot(error) {
  const kind = `${error?.name} ${error?.constructor?.name} ${error?.message}`;
  if (/network|chain/i.test(kind)) return 'no_network';
  return /reject|declin|user/i.test(kind) ? 'no_declined' : 'no_answer';
}

async function stop(why) {
  telegram.feel('error');
  await leave();
  await refresh();
  say(said(why, { network: facts().network }));
}

async function leave() {
  expecting = false;
  giveUp?.abort();
  try {
    if (connector?.connected) await connector.disconnect();
  } catch { /* the wallet hears of it when it asks */ }
  connector = null;
  try { localStorage.removeItem(CONNECTION); } catch { /* nothing was kept */ }
}

async function link({ account, connectItems: { tonProof } }) {
  expecting = false;
  if (!tonProof.proof) return stop('no_proof');
  say(texts.linking);
  const { timestamp, domain, payload, signature } = tonProof.proof;
  const body = {
    address: account.address,
    network: account.chain,
    public_key: account.publicKey ?? '',
    proof: { timestamp, domain: { lengthBytes: domain.lengthBytes, value: domain.value }, payload, signature, state_init: account.walletStateInit },
  };
  try {
    await ask('/api/v1/auth/wallet', { method: 'PUT', body });
  } catch (error) {
    return stop(error.status ? WHY[error.code] ?? 'no_proof' : 'no_answer');
  }
  telegram.feel('success');
  await refresh();
  say(texts.linked);
}

// The link of a wallet, as a button for this phone and as a code for another.
async function offer(name, link) {
  const view = document.getElementById('waiting-for').content.cloneNode(true);
  view.querySelector('[data-title]').textContent = said('waiting', { wallet: name });
  const open = view.querySelector('[data-open]');
  open.textContent = said('open_wallet', { wallet: name });
  open.href = link;
  const stack = screen.firstElementChild;
  for (const part of [...stack.children]) if (part.id !== 'waiting-for') part.hidden = true;
  stack.append(view);
  stack.querySelector('[data-title]').focus();
  const { size, path } = await (await ask('/app/wallet/qr', { method: 'POST', body: { link } })).json();
  const draw = (kind, more) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', kind);
    for (const [key, value] of Object.entries(more)) made.setAttribute(key, value);
    return made;
  };
  const picture = draw('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': name });
  picture.append(draw('path', { d: path }));
  stack.querySelector('[data-qr]')?.append(picture);
}

// What a wallet is to send. It asks its owner; we learn only that he agreed.
async function send(message) {
  const found = await connection();
  if (!found.connected) await found.restoreConnection();
  if (found.account?.address !== facts().wallet) throw new hub.Refused({ title: texts.no_session }, 409);
  const { address, amount, payload } = message;
  const validUntil = Math.floor(Date.now() / 1000) + ANSWER_S;
  try {
    await found.sendTransaction({ validUntil, network: facts().chain, messages: [{ address, amount, payload }] });
  } catch (error) {
    return say(texts[whyNot(error) === 'no_declined' ? 'no_send' : 'no_answer']);
  }
  telegram.feel('success');
  await refresh();
  say(texts.sent);
}

async function prove() {
  const file = await (await ask('/api/v1/chain/proof')).json();
  const epoch = await (await ask(`/api/v1/chain/epochs/${file.epoch}`)).json();
  return { file, epoch };
}

const doing = {
  async connect({ dataset: { name, link, bridge } }) {
    await leave();
    const found = await connection();
    const { payload } = await (await ask('/api/v1/auth/wallet/challenge', { method: 'POST' })).json();
    giveUp = new AbortController();
    expecting = true;
    const wish = { request: { tonProof: payload }, signal: giveUp.signal };
    await offer(name, found.connect({ universalLink: link, bridgeUrl: bridge }, wish));
  },
  outside({ href }) {
    const url = new URL(href);
    const inside = url.host === 't.me';
    if (!telegram.isInside || !telegram.atLeast('6.1')) return void open(href, '_blank', 'noopener');
    if (inside) telegram.say('web_app_open_tg_link', { path_full: url.pathname + url.search });
    else telegram.say('web_app_open_link', { url: href });
  },
  async cancel() {
    await leave();
    await refresh();
  },
  async unlink() {
    await ask('/api/v1/auth/wallet', { method: 'DELETE' });
    await leave();
    telegram.feel('success');
    await refresh();
    say(texts.unlinked);
  },
  async move(form) {
    const points = Number(form.points.value);
    const button = form.querySelector('button');
    if (form.dataset.asked !== String(points)) {
      form.dataset.asked = String(points);
      form.dataset.id = moveName();
      button.textContent = said('move_sure', { points: points.toLocaleString('ru') });
      return;
    }
    await ask('/api/v1/chain/moves', { method: 'POST', body: { id: form.dataset.id, points } });
    telegram.feel('success');
    await refresh();
    say(texts.move_done);
  },
  async take() {
    await send((await (await ask('/api/v1/chain/claim')).json()).message);
  },
  async back(form) {
    const body = { points: Number(form.points.value) };
    await send(await (await ask('/app/wallet/back', { method: 'POST', body })).json());
  },
  async check() {
    const { file, epoch } = await prove();
    const place = document.getElementById('found');
    const values = { epoch: file.epoch, points: file.custody?.balance.toLocaleString('ru') };
    const { check } = await import(me.dataset.prover);
    const failed = file.custody ? await check(file, epoch, hub.me()) : null;
    place.dataset.step = failed ?? '';
    if (failed) place.textContent = said('proof_bad', { step: failed });
    else place.textContent = said(file.custody ? 'proof_good' : 'proof_wallet', values);
    place.hidden = false;
    telegram.feel(failed ? 'error' : 'success');
  },
  async save(button) {
    const answer = await ask('/api/v1/chain/proof');
    const file = new Blob([await answer.text()], { type: 'application/json' });
    const made = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(file), download: 'baursak-proof.json', className: 'button quiet', textContent: texts.save_now,
    });
    button.replaceWith(made);
    made.focus();
  },
};

// 16 bytes in base64url: the move's own number, so that asking twice is asking once.
function moveName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}

async function act(element, event) {
  const wanted = doing[element.dataset.do];
  if (!wanted || element.ariaBusy === 'true') return;
  event.preventDefault();
  element.ariaBusy = 'true';
  try {
    await wanted(element);
  } catch (error) {
    telegram.feel('error');
    if (error.status) say(error.isOver ? texts.stale : error.detail ?? error.title ?? texts.hub_trouble);
    else say(texts[wanted === doing.connect ? 'no_answer' : 'no_line']);
  } finally {
    element.ariaBusy = null;
  }
}

document.addEventListener('click', (event) => {
  const element = event.target.closest('[data-do]');
  if (element && element.tagName !== 'FORM') act(element, event);
});
document.addEventListener('submit', (event) => act(event.target, event));
telegram.on('back_button_pressed', () => location.assign('/app/#me'));

async function openScreen() {
  if (!telegram.isInside) {
    screen.replaceChildren(document.getElementById('outside').content.cloneNode(true));
    return;
  }
  if (telegram.atLeast('6.1')) telegram.say('web_app_setup_back_button', { is_visible: true });
  try {
    const opened = await (await hub.fetched('/app/wallet/session', { method: 'POST', body: { init_data: telegram.initData } })).json();
    hub.enter(opened);
    texts = { ...texts, ...opened.words };
    document.documentElement.lang = opened.language;
    show(opened.html);
  } catch (error) {
    notOpened(error);
    return;
  }
  // The phone may have put this page away while its owner was in the wallet.
  if (hasPending()) {
    expecting = true;
    await (await connection()).restoreConnection().catch(() => {});
  }
}

function notOpened(error) {
  const mayPass = !error.status || error.isTrouble;
  const title = error.status ? mayPass ? texts.hub_trouble : error.title : texts.no_line;
  const text = error.status ? mayPass ? texts.hub_trouble_text : texts.stale : texts.no_line_text;
  const box = Object.assign(document.createElement('div'), { className: 'stack middle loaf' });
  const again = { className: 'button', textContent: texts.try_again, onclick: openScreen };
  const parts = { h1: { textContent: title }, p: { textContent: text }, button: again };
  box.append(...Object.entries(parts).map(([kind, more]) => Object.assign(document.createElement(kind), more)));
  screen.replaceChildren(box);
}

function hasPending() {
  try { return localStorage.getItem(CONNECTION) !== null && !facts().wallet; } catch { return false; }
}

dress();
telegram.say('web_app_ready');
telegram.say('web_app_expand');
openScreen();
