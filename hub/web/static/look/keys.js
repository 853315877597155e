// A member's passkeys, joining with Telegram, and leaving: what their buttons do.
import * as hub from './hub.js';
import { forget } from './kept.js';
import * as passkey from './passkey.js';
import { done, say, screen, show } from './screen.js';

const { ask } = hub;

async function shown(name, answer) {
  show(name, await answer.text());
  done(name);
}

function sure(button) {
  if (button.dataset.asked) return true;
  button.dataset.asked = 'yes';
  button.textContent = button.dataset.sure;
  return false;
}

export const doing = {
  async 'key-add'() {
    const options = await (await ask('/app/keys/challenge', { method: 'POST' })).json();
    let answer;
    try {
      answer = await passkey.make(options);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return say(screen.firstElementChild.dataset.stopped);
    }
    await shown('keys', await ask('/app/keys', { method: 'POST', body: { answer, name: passkey.device() } }));
  },
  async 'key-name'(form) {
    const body = { name: form.elements.called.value.trim() };
    await shown('keys', await ask(`/app/keys/${form.dataset.key}`, { method: 'PUT', body }));
  },
  async 'key-remove'(button) {
    if (sure(button)) await shown('keys', await ask(`/app/keys/${button.dataset.key}`, { method: 'DELETE' }));
  },
  async 'join-make'() {
    await shown('join', await ask('/app/join', { method: 'POST' }));
  },
  async join(button, { arrived }) {
    const said = await (await ask('/app/joining', { method: 'POST', body: { code: button.dataset.code } })).json();
    forget();
    arrived(said);
  },
  async leave() {
    await ask('/app/browser/leave', { method: 'POST' });
    forget();
    history.replaceState(null, '', '/app/');
    location.reload();
  },
};
