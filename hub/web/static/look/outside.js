// The app in a plain browser, without Telegram: in by a passkey, back by the hub's own cookie.
import * as hub from './hub.js';
import { forget } from './kept.js';
import * as passkey from './passkey.js';
import { done, say, screen } from './screen.js';

const WANTED = /^#take-([\w-]{48})$/;
const FRESH_MS = 10 * 60 * 1000;

let wanted = '';
let opened = null;
let asked = null;
let waiting = null;

// *app*: what is done with a session, what with a hub that does not answer, and what buttons do.
export async function come(app) {
  document.documentElement.dataset.outside = '';
  Object.assign(app.doing, doing);
  opened = app.opened;
  const found = WANTED.exec(location.hash);
  if (found) [, wanted] = found;
  if (found || location.hash === '#done') history.replaceState(null, '', `${location.pathname}${location.search}#home`);
  try {
    const answer = await post('session', { start: wanted });
    if (answer.status === 204) await door();
    else await enter(await answer.json());
  } catch (error) {
    app.notOpened(error, wanted || null);
  }
}

// The phone is asked the moment the button is pressed: some want that, and nobody waits.
async function door() {
  const query = new URLSearchParams({ lang: document.documentElement.lang, code: wanted });
  const html = await (await hub.fetched(`/app/browser/door?${query}`)).text();
  screen.innerHTML = html;
  const able = passkey.able();
  screen.querySelector(able ? '[data-able]' : '[data-unable]').hidden = false;
  if (able) offer(prepare());
  done('door');
}

function prepare() {
  const options = async (name) => (await post(`${name}/challenge`)).json();
  asked = Promise.all([options('account'), options('sign-in')])
    .then(([account, signIn]) => ({ account, signIn, at: Date.now() }));
  // A line that is cut is told of when a button is pressed.
  asked.catch(() => {});
  return asked;
}

async function fresh() {
  const found = await asked.catch(() => null);
  return found && Date.now() - found.at < FRESH_MS ? found : prepare();
}

// Where the browser can, it offers the keys it knows under the first field.
async function offer(ready) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  waiting = new AbortController();
  try {
    const { signIn } = await ready;
    await signedIn(await passkey.show(signIn, { mediation: 'conditional', signal: waiting.signal }));
  } catch { /* taken back, or nobody chose: the buttons are there */ }
}

async function signedIn(answer) {
  await enter(await (await post('sign-in', { answer, start: wanted })).json());
}

async function enter(said) {
  wanted = '';
  await opened({ ...said, renewed: again });
}

// The next token of a session is the cookie's.
async function again() {
  const answer = await post('session', {});
  if (answer.status === 204) throw new hub.Refused({}, 401);
  return { access: (await answer.json()).access };
}

function post(name, body) {
  const language = document.documentElement.lang;
  return hub.fetched(`/app/browser/${name}?lang=${language}`, { method: 'POST', body });
}

// What the phone refuses is no fault of the line's.
async function trying(element, wish) {
  waiting?.abort();
  try {
    return await wish(await fresh());
  } catch (error) {
    if (!(error instanceof DOMException)) {
      prepare(); // a challenge serves once
      throw error;
    }
    say(element.dataset.stopped);
  }
}

const doing = {
  account: (form) => trying(form, async ({ account }) => {
    const answer = await passkey.make(account);
    const body = {
      answer, key_name: passkey.device(), first_name: form.elements.called.value.trim(),
      consent: form.dataset.version, start: wanted,
    };
    forget();
    await enter(await (await post('account', body)).json());
  }),
  'sign-in': (button) => trying(button, async ({ signIn }) => {
    const answer = await passkey.show(signIn);
    forget();
    await signedIn(answer);
  }),
};
