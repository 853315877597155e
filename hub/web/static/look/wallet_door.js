// Signing in to the dashboard by a TON wallet, and linking one's own.
// The SDK is fetched when a wallet is chosen, and nobody outside is asked anything before that.
const me = document.getElementById('me');
const said = JSON.parse(document.getElementById('said').textContent);
const form = document.querySelector('[data-wallet-door]');
const find = (what) => form.querySelector(what);
const problem = document.getElementById('problem');
const PENDING = 'ton-connect-storage_bridge-connection';
const WHY = {
  wrong_credentials: form.password ? 'ac_wrong' : 'wa_nobody', expired: 'wa_late', replayed: 'wa_late', mismatch: 'wa_network',
  taken: 'wa_taken', unknown_version: 'wa_kind', wrong_kind: 'wa_kind', forged: 'wa_bad', malformed: 'wa_bad',
};

let connector = null;
let expecting = false;
let giveUp = null;

function tell(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function show(waiting) {
  find('[data-choosing]').hidden = waiting;
  find('[data-waiting]').hidden = !waiting;
  (waiting ? find('[data-title]') : find('h1')).focus({ preventScroll: true });
}

// Every answer of ours is JSON; a no brings its code and its sentence.
async function ask(path, fields = {}) {
  const body = new URLSearchParams({ ...(form.proof && { proof: form.proof.value }), next: form.next.value, ...fields });
  const answer = await fetch(me.dataset.action + path, { method: 'POST', body, headers: { Accept: 'application/json' } });
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return found;
  throw Object.assign(new Error(found.code ?? 'no answer'), { said: said[WHY[found.code]] ?? found.detail ?? found.title ?? said.error });
}

async function connection() {
  if (connector) return connector;
  const { TonConnect } = await import(me.dataset.sdk);
  connector = new TonConnect({
    manifestUrl: location.origin + me.dataset.manifest,
    walletsListSource: location.origin + me.dataset.list,
    analytics: { mode: 'off' },
  });
  connector.setConnectionNetwork?.(me.dataset.chain);
  connector.onStatusChange(
    (wallet) => { if (expecting && wallet?.connectItems?.tonProof) enter(wallet); },
    (error) => { if (expecting) stop(said[whyNot(error)]); },
  );
  return connector;
}

function whyNot(error) {
  const kind = `${error?.name} ${error?.constructor?.name} ${error?.message}`;
  if (/network|chain/i.test(kind)) return 'wa_network';
  return /reject|declin|user/i.test(kind) ? 'wa_declined' : 'wa_no_answer';
}

// The wallet has shown once who it is; the page keeps no line to it.
async function leave() {
  expecting = false;
  giveUp?.abort();
  find('[data-open]').removeAttribute('href');
  find('[data-qr]').replaceChildren();
  try {
    if (connector?.connected) await connector.disconnect();
  } catch { /* the wallet hears of it when it asks */ }
  connector = null;
  try { localStorage.clear(); } catch { /* nothing was kept */ }
}

async function stop(text) {
  await leave();
  show(false);
  tell(text);
}

async function enter({ account, connectItems: { tonProof } }) {
  expecting = false;
  if (!tonProof.proof) return stop(said.wa_bad);
  find('[data-status]').textContent = said.wa_checking;
  const { timestamp, domain, payload, signature } = tonProof.proof;
  const wallet = JSON.stringify({
    address: account.address,
    network: account.chain,
    public_key: account.publicKey ?? '',
    proof: { timestamp, domain: { lengthBytes: domain.lengthBytes, value: domain.value }, payload, signature, state_init: account.walletStateInit },
  });
  try {
    const { to } = await ask('', { wallet });
    await leave();
    location.assign(to);
  } catch (error) {
    await stop(error.said ?? said.no_line);
  }
}

async function offer(name, link) {
  find('[data-title]').textContent = said.wa_waiting.replace('{wallet}', name);
  const open = find('[data-open]');
  open.textContent = said.wa_open.replace('{wallet}', name);
  open.href = link;
  show(true);
  const answer = await fetch('/owner/sign-in/wallet/qr', { method: 'POST', body: new URLSearchParams({ link }), headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  const { size, path } = await answer.json();
  const made = (kind, more) => {
    const it = document.createElementNS('http://www.w3.org/2000/svg', kind);
    for (const [key, value] of Object.entries(more)) it.setAttribute(key, value);
    return it;
  };
  const picture = made('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': name });
  picture.append(made('rect', { width: size, height: size, fill: '#fff' }), made('path', { d: path, fill: '#000' }));
  find('[data-qr]').replaceChildren(picture);
}

async function choose({ dataset: { name, link, bridge } }) {
  tell('');
  if (form.password && !form.password.reportValidity()) return;
  try {
    await leave();
    const { payload } = await ask('/challenge', form.password && { password: form.password.value });
    const found = await connection();
    giveUp = new AbortController();
    expecting = true;
    await offer(name, found.connect({ universalLink: link, bridgeUrl: bridge }, { request: { tonProof: payload }, signal: giveUp.signal }));
  } catch (error) {
    await stop(error.said ?? said.no_line);
  }
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('click', async ({ target }) => {
  const wallet = target.closest('.wallet-choice');
  if (wallet && wallet.ariaBusy !== 'true') {
    wallet.ariaBusy = 'true';
    await choose(wallet).finally(() => { wallet.ariaBusy = null; });
  } else if (target.closest('[data-cancel]')) {
    await leave();
    show(false);
  }
});

// A phone may have put this page away while its owner was in the wallet: the answer is not lost.
const pending = () => { try { return localStorage.getItem(PENDING) !== null; } catch { return false; } };
if (pending() && find('.wallet-choice')) {
  expecting = true;
  connection().then((found) => found.restoreConnection()).catch(() => leave());
}
