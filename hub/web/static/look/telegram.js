// What the page and Telegram say to each other: the documented web events, without Telegram's script.
// Where the hub is set to load that script, its own channel is used and the rest stays the same.

// A page that is loaded anew was opened before: what it was opened with is done.
const isAnew = new URLSearchParams(location.hash.slice(1)).has('tgWebAppData');
const launch = read();
const listeners = new Map();
const official = window.Telegram?.WebView?.postEvent ? window.Telegram.WebView : null;
const asked = new Map();

export const initData = launch.get('tgWebAppData') ?? '';
export const version = launch.get('tgWebAppVersion') ?? '0';
export const platform = launch.get('tgWebAppPlatform') ?? '';
export const user = parsed(new URLSearchParams(initData).get('user'));
export const startParam = (isAnew && new URLSearchParams(initData).get('start_param')) || '';
export const theme = parsed(launch.get('tgWebAppThemeParams'));
export const isInside = initData !== '';

export function atLeast(wanted) {
  const [ours, theirs] = [version, wanted].map((it) => it.split('.').map(Number));
  return ours[0] !== theirs[0] ? ours[0] > theirs[0] : (ours[1] ?? 0) >= (theirs[1] ?? 0);
}

export function say(event, data = {}) {
  if (!isInside) return;
  if (official) return official.postEvent(event, false, data);
  if (window.TelegramWebviewProxy) return window.TelegramWebviewProxy.postEvent(event, JSON.stringify(data));
  const both = JSON.stringify({ eventType: event, eventData: data });
  if (typeof window.external?.notify === 'function') return window.external.notify(both);
  if (window.parent !== window) window.parent.postMessage(both, 'https://web.telegram.org');
}

export function on(event, listener) {
  if (official) return official.onEvent(event, (_, data) => listener(data ?? {}));
  listeners.set(event, [...(listeners.get(event) ?? []), listener]);
}

// Asks for something and waits for the one event that answers it.
export function ask(event, data, answer) {
  say(event, data);
  if (!asked.has(answer)) on(answer, (said) => asked.get(answer)?.splice(0).forEach((done) => done(said)));
  return new Promise((done) => asked.set(answer, [...(asked.get(answer) ?? []), done]));
}

export function feel(kind) {
  if (!atLeast('6.1')) return;
  const data = ['success', 'warning', 'error'].includes(kind)
    ? { type: 'notification', notification_type: kind }
    : kind === 'select' ? { type: 'selection_change' } : { type: 'impact', impact_style: kind };
  say('web_app_trigger_haptic_feedback', data);
}

function hear(event, data) {
  for (const listener of listeners.get(event) ?? []) listener(data ?? {});
}

// Telegram hands its words over behind the '#'; a page that is loaded anew keeps them for this window.
function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const own = 'baursak/launch';
  try {
    if (given.has('tgWebAppData')) sessionStorage.setItem(own, given.toString());
    else return new URLSearchParams(sessionStorage.getItem(own) ?? '');
  } catch { /* a client without storage: this one opening has all it needs */ }
  return given;
}

function parsed(text) {
  try { return JSON.parse(text) ?? {}; } catch { return {}; }
}

if (!official) {
  const receive = { receiveEvent: hear };
  window.Telegram = { ...window.Telegram, WebView: receive };
  window.TelegramGameProxy = receive;
  window.TelegramGameProxy_receiveEvent = hear;
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || typeof event.data !== 'string') return;
    const said = parsed(event.data);
    if (said.eventType) hear(said.eventType, said.eventData);
  });
}
