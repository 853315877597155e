// Filters and chips without a new page: what is shown waits where it stands, and a lost line says so.
const SLOW_MS = 120;
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];
const CONTROLS = 'a, button, select, input, summary, [tabindex]';
let last = 0;

function waits(on) {
  const place = find('#numbers');
  place.classList.toggle('waits', on);
  place.toggleAttribute('aria-busy', on);
}

function fails(address) {
  const place = find('#numbers');
  const box = document.createElement('div');
  const text = document.createElement('p');
  const again = document.createElement('a');
  box.className = 'card failed';
  box.role = 'alert';
  text.textContent = place.dataset.failed;
  again.href = address;
  again.dataset.again = '';
  again.textContent = place.dataset.again;
  box.append(text, again);
  find('#numbers > .failed')?.remove();
  place.prepend(box);
  again.focus();
}

// Where the keys are: which control of which part.
function place() {
  const part = document.activeElement?.closest('[data-soft]');
  return part ? [part.id, all(CONTROLS, part).indexOf(document.activeElement)] : ['', -1];
}

function shows(page) {
  const [id, number] = place();
  for (const part of all('[data-soft]')) {
    const made = page.getElementById(part.id);
    if (made) part.replaceChildren(...made.childNodes);
  }
  document.title = page.title;
  for (const next of all('[name=next]')) next.value = find('[name=next]', page)?.value ?? next.value;
  document.dispatchEvent(new Event('baursak:numbers'));
  if (id) all(CONTROLS, document.getElementById(id))[number]?.focus({ preventScroll: true });
}

async function goes(address, push = true) {
  const turn = ++last;
  const slow = setTimeout(waits, SLOW_MS, true);
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    if (answer.redirected) return void location.assign(address);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (turn !== last) return;
    if (push) history.pushState(null, '', address);
    shows(page);
  } catch {
    if (turn === last) fails(address);
  } finally {
    clearTimeout(slow);
    if (turn === last) waits(false);
  }
}

document.addEventListener('click', (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.('[data-soft] a[href^="?"], [data-again]');
  const bar = link ? null : event.target.closest?.('[data-soft] [data-leads]');
  const address = link?.href ?? (bar && new URL(bar.dataset.leads, location.href).href);
  if (!address) return;
  event.preventDefault();
  event.stopPropagation();
  goes(address);
}, true);

document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-soft] form[method=get]');
  if (!form) return;
  event.preventDefault();
  const said = [...new FormData(form)].filter(([, value]) => value);
  goes(`${location.pathname}?${new URLSearchParams(said)}`);
});

addEventListener('popstate', () => goes(location.href, false));
