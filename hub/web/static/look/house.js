// What the pages about people and files do beyond plain forms; all of them work without it.
const find = (what, within = document) => within.querySelector(what);

// An invitation's code comes behind the # of its link, so that no server and no log ever sees it.
const invited = find('[data-from-link]');
const code = location.hash.slice(1);
if (invited && /^[0-9A-Za-z-]{16,40}$/.test(code)) {
  history.replaceState(null, '', location.pathname);
  invited.code.value = code;
  if (!find('.problem', invited)) invited.requestSubmit();
}

for (const shown of document.querySelectorAll('[data-whole]')) {
  shown.addEventListener('focus', () => shown.select());
}

// A file that was checked stays chosen: nobody has to look for it once more to import it.
document.addEventListener('submit', async (event) => {
  const form = event.target.closest('[data-import]');
  if (!form) return;
  event.preventDefault();
  const button = find('button', form);
  const section = form.closest('section');
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'text/html' } });
    const said = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(section.id);
    if (!said || answer.redirected) return void location.reload();
    const { files } = form.file;
    section.replaceWith(said);
    if (find('[name=checked]', said)) {
      find('[name=file]', said).files = files;
      find('[data-again]', said).hidden = true;
    }
    (find('[data-found]', said) ?? find('[name=file]', said)).focus();
  } catch {
    form.submit(); // without a line the browser says so in its own words
  }
});
