// Keeps the shell of the pages that work without a network. Nothing personal is ever in this cache.

const FILES = __FILES__;
const CACHE = 'hemma-__VERSION__';
const SHELLS = { sv: '/offline/shell/sv', en: '/offline/shell/en' };

self.addEventListener('install', (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([...FILES, ...Object.values(SHELLS)].map((url) => new Request(url, { credentials: 'omit' })));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener('activate', (event) => {
  const clear = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('hemma-') && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

/** The shell in the language of the last page, which wrote it down. */
async function shell() {
  const language = await (await caches.match('/offline/language'))?.text();
  return caches.match(SHELLS[language] ?? SHELLS.sv);
}

/** A page from the server, or without a network the shell, which reads in the address what is asked for. */
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await shell()) ?? Response.error();
  }
}

/** A file named with its mark never changes; any other is asked for and falls back on what is kept. */
async function file(request) {
  const same = new URL(request.url).searchParams.has('v') && (await caches.match(request));
  if (same) return same;
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (url.pathname.startsWith('/static/')) event.respondWith(file(request));
});
