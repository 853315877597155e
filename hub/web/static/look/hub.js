// Asks the hub: in whose name, with the next pair of tokens when one has run out, and what time it
// is there. A session lives a quarter of an hour.
const DRIFT_MS = 5000;

let session = null;
let renewing = null;
let ahead = 0;

export class Refused extends Error {
  constructor(problem, status) {
    super(problem.title);
    Object.assign(this, problem, { status });
  }

  // The hub, or what stands before it, is in trouble: the same wish may succeed a little later.
  get isTrouble() {
    return this.status >= 500 || this.status === 429;
  }
}

export const isIn = () => session !== null;
export const me = () => session.me;
export const now = () => Date.now() + ahead;

export function enter(said) {
  session = said;
}

export function leave() {
  session = null;
}

export async function fetched(path, { method = 'GET', body } = {}) {
  const headers = { Accept: 'application/json, text/html' };
  if (session) headers.Authorization = `Bearer ${session.access}`;
  if (body) headers['Content-Type'] = 'application/json';
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const theirs = Date.parse(answer.headers.get('Date'));
  if (theirs) ahead = Math.abs(theirs - Date.now()) > DRIFT_MS ? theirs - Date.now() : 0;
  if (answer.ok) return answer;
  throw new Refused(await answer.json().catch(() => ({})), answer.status);
}

// Several questions may find at once that the session has run out: it is renewed once for all.
export async function ask(path, wish) {
  await renewing?.catch(() => {});
  const used = session;
  try {
    return await fetched(path, wish);
  } catch (error) {
    if (error.status !== 401 || !used) throw error;
    if (session === used) renewing = renew(used).finally(() => { renewing = null; });
    await renewing;
    return fetched(path, wish);
  }
}

async function renew(used) {
  session = null;
  try {
    // A plain browser keeps the next token where no script reads it.
    const pair = used.renewed ? await used.renewed()
      : await (await fetched('/api/v1/auth/refresh', { method: 'POST', body: { refresh: used.refresh } })).json();
    session = { ...used, ...pair };
  } catch (error) {
    if (error.status && !error.isTrouble) error.isOver = true;
    else session = used;
    throw error;
  }
}
