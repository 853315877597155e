// Passkeys: asks the phone for one, in the JSON that the hub speaks; older browsers have none of their own.
const octets = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (it) => it.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const FIELDS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];

export const able = () => Boolean(window.PublicKeyCredential && navigator.credentials);

export async function make(options) {
  const publicKey = {
    ...options,
    challenge: octets(options.challenge),
    user: { ...options.user, id: octets(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((it) => ({ ...it, id: octets(it.id) })),
  };
  return plain(await navigator.credentials.create({ publicKey }));
}

export async function show(options, more = {}) {
  const publicKey = { ...options, challenge: octets(options.challenge) };
  return plain(await navigator.credentials.get({ publicKey, ...more }));
}

// What the key is called among the others until somebody gives it a name.
export function device() {
  const said = navigator.userAgent;
  const [, kind] = [[/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS/, 'Mac'], [/CrOS/, 'Chromebook'], [/./, 'Linux']]
    .find(([sign]) => sign.test(said)) ?? [null, 'Baursak'];
  return kind;
}

function plain(made) {
  const response = {};
  for (const field of FIELDS) if (made.response[field]) response[field] = text(made.response[field]);
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}
