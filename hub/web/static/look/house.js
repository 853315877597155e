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
