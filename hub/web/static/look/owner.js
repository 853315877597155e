// The dashboard's own script: forms that lose nothing, bars that lead somewhere, sales as they come.
import { listen } from './live.js';

const POLL_MS = 10000;
const COUNT_MS = 20000;
const MOST_ARRIVALS = 30;
const MOST_HEARD = 2000;
const find = (what, within = document) => within.querySelector(what);

// Sign in without leaving the page: what was typed stays there when something is wrong.
find('[data-sign-in]')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = find('button', form);
  const problem = find('#problem');
  button.setAttribute('aria-busy', 'true');
  const tell = (text) => { problem.textContent = text; problem.hidden = false; };
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
    if (answer.redirected) return void location.assign(answer.url);
    const said = new DOMParser().parseFromString(await answer.text(), 'text/html');
    tell(find('#problem', said)?.textContent || form.dataset.noLine);
    find(find('[name=code][autofocus]', said) ? '[name=code]' : '[name=password]', form).focus();
  } catch {
    tell(form.dataset.noLine);
  }
  button.removeAttribute('aria-busy');
});

document.addEventListener('click', ({ target }) => {
  const bar = target.closest?.('[data-leads]');
  if (bar) location.assign(bar.dataset.leads);
});

// Another shop has other tills.
document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-filters] [name=shop]')) find('[data-filters] [name=till]').value = '';
});

// What the first look does not need comes when the page rests: filters that stay, charts that answer.
const rests = window.requestIdleCallback ?? ((then) => setTimeout(then, 300));
const later = () => rests(() => {
  if (find('[data-soft]')) import('./soft.js');
  if (find('[data-plot]') && !navigator.connection?.saveData) import('./chart.js');
});
if (document.readyState === 'complete') later();
else addEventListener('load', later);
document.addEventListener('pointerover', ({ target }) => { if (target.closest?.('[data-plot]')) import('./chart.js'); });

const live = find('#live');
if (live) watch();

function watch() {
  const heard = [];
  heard.search = location.search;
  let at = Date.now();
  let asking = false;
  let open = false;
  const names = (name, id) => find(`[data-filters] [name=${name}] option[value="${id}"]`)?.textContent;
  const tenge = (tiyn) => `${Math.floor(tiyn / 100).toLocaleString('ru').replace(/\s/g, '\u00a0')}\u00a0₸`;
  const clock = (time) => new Date(time).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Almaty' });

  function mark() {
    const is = Date.now() - at > 4 * POLL_MS ? 'stale' : open ? 'live' : 'poll';
    live.dataset.is = is;
    const text = live.dataset[is].replace('{time}', clock(at));
    if (find('span', live).textContent !== text) find('span', live).textContent = text;
  }

  // What the worker has not counted yet is shown beside the number, never mixed into it.
  function freshen() {
    const counted = Number(find('[data-counted]').dataset.counted);
    const left = heard.filter((it) => it.told >= counted);
    for (const tile of document.querySelectorAll('[data-fresh]')) {
      const sum = left.reduce((all, it) => all + it[tile.dataset.fresh], 0);
      const value = tile.dataset.fresh === 'total' ? tenge(sum) : sum;
      tile.textContent = live.dataset.more.replace('{value}', value);
      tile.hidden = !sum;
    }
    const list = find('#arrivals');
    if (heard.length) list.replaceChildren(...heard.slice(0, MOST_ARRIVALS).map((it, place) => line(it, place, list)));
  }

  function line(it, place, list) {
    const item = document.createElement('li');
    const what = document.createElement('span');
    what.textContent = `${clock(it.at * 1000)}  ${[names('shop', it.shop), names('till', it.till)].filter(Boolean).join(', ')}`;
    const sum = document.createElement('strong');
    sum.className = 'number';
    sum.textContent = tenge(it.total);
    item.append(what, sum);
    if (it.receipts > 1) {
      const many = document.createElement('span');
      many.className = 'small soft';
      many.textContent = list.dataset.of.replace('{count}', it.receipts);
      item.append(many);
    }
    if (!place && !it.seen) item.className = 'new';
    it.seen = true;
    return item;
  }

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const search = location.search;
      const where = new URL(location.href);
      where.searchParams.set('part', '1');
      const answer = await fetch(where, { headers: { Accept: 'application/json' } });
      if (answer.status === 401) return location.reload();
      if (answer.ok && search === location.search) {
        swap(await answer.text());
        at = Date.now();
      }
    } catch {
      open = false;
    } finally {
      asking = false;
      mark();
    }
  }

  // New numbers come under the reader's hands: what is open, and where the keys are, stays so.
  function swap(html) {
    const place = find('#numbers');
    const all = () => [...place.querySelectorAll('details')];
    const shown = all().map((it) => it.open);
    const links = () => [...place.querySelectorAll('a, summary, [tabindex]')];
    const focus = links().indexOf(document.activeElement);
    place.innerHTML = html;
    all().forEach((it, number) => { it.open = shown[number] ?? false; });
    document.dispatchEvent(new Event('baursak:numbers'));
    if (focus >= 0) links()[focus]?.focus({ preventScroll: true });
  }

  function isHere(sale) {
    const asked = (name) => find(`[data-filters] [name=${name}]`)?.value;
    if (asked('cashier') || asked('hour')) return false;
    return ['shop', 'till'].every((name) => !asked(name) || asked(name) === String(sale[name]));
  }

  const wire = listen(async () => {
    const answer = await fetch('/owner/live-ticket', { method: 'POST', headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error('no ticket');
    return answer.json();
  }, (said) => {
    at = Date.now();
    if (said.kind === 'sale.arrived' && isHere(said.body)) {
      heard.unshift({ ...said.body, told: said.at });
      heard.length = Math.min(heard.length, MOST_HEARD);
      freshen();
    } else if (said.lost) {
      ask();
    }
    mark();
  });

  setInterval(() => {
    open = wire.isOpen;
    if (open) at = Math.max(at, Date.now() - POLL_MS);
    mark();
  }, 500);
  document.addEventListener('baursak:numbers', () => {
    if (location.search !== heard.search) { heard.search = location.search; heard.length = 0; }
    freshen();
  });
  document.addEventListener('visibilitychange', ask);
  setInterval(() => { if (!wire.isOpen) ask(); }, POLL_MS);
  setInterval(() => { if (wire.isOpen) ask(); }, COUNT_MS);
}
