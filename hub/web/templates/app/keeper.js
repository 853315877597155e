// Keeps the app's page and its look for a phone without a line. Where a client has no such workers,
// nothing is lost: the page works without.
const STORE = 'baursak {{ look("app.js") }}';
const KEPT = ['/app/', {% for name in ("baursak.css", "app.js", "hub.js", "screen.js", "telegram.js", "theme.js", "kept.js", "joy.js", "live.js", "outside.js", "passkey.js", "keys.js", "own_card.js", "baursak.svg") %}'{{ look(name) }}', {% endfor %}];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith('baursak ') && name !== STORE).map((name) => caches.delete(name)),
  )));
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname === '/app/') event.respondWith(fresh(event.request));
  else if (url.pathname.startsWith('/look/')) event.respondWith(kept(event.request));
});

async function fresh(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await caches.match('/app/')) ?? Promise.reject(error);
  }
}

async function kept(request) {
  return (await caches.match(request)) ?? fetch(request);
}
