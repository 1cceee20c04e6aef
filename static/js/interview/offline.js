// Opens one's own interview without a connection. It sees /interviews/ alone, where it is served from.
// The network comes first, always; the copy is for when nothing answers. Only pages that the server marks
// (one's own open card) are copied, each with the files it names, for one person at a time, and a copy opens
// no longer than the sign-in would have lasted.
const PATIENCE = 6000;
const FALLBACK = "/interviews/offline/";
const copiesOf = (who) => `interviews:${who}`;
const FILES = /(?:href|src)="(\/[^"]+\.(?:css|js|svg))"/g;
// Pages opened from a copy: their files come from beside it, as a server that is slow with one is slow with all.
const fromCopies = new Set();

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(keepFallback());
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (["script", "style", "image"].includes(request.destination)) event.respondWith(file(event));
});
// The page that was open when this was installed asks for its own first copy.
addEventListener("message", (event) => {
  const address = addressOf(event.source.url);
  event.waitUntil(fetch(address).then((answer) => keep(address, answer)).catch(() => {}));
});

function addressOf(url) {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

async function file({ request, clientId }) {
  const held = await caches.match(request.url, { ignoreVary: true });
  if (held && fromCopies.has(clientId)) return held;
  try {
    return await fetch(request);
  } catch (problem) {
    if (held) return held;
    throw problem;
  }
}

async function page(event) {
  const address = addressOf(event.request.url);
  const held = await copyOf(address);
  try {
    const answer = await fetch(event.request, held ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (held && answer.status >= 500) return opened(held, event);
    const kept = answer.clone();
    event.waitUntil(keep(address, kept).catch(() => {})); // a copy that could not be made is no reason to fail
    return answer;
  } catch (problem) {
    const found = held ? await opened(held, event) : await caches.match(FALLBACK, { ignoreVary: true });
    if (found) return found;
    throw problem;
  }
}

async function copyOf(address) {
  for (const name of await named()) {
    const cache = await caches.open(name);
    const held = await cache.match(address, { ignoreVary: true });
    if (!held) continue;
    if (Date.now() < held.headers.get("X-Copy-Until") * 1000) return held;
    await cache.delete(address, { ignoreVary: true });
  }
  return null;
}

// The copy says of itself that it is one, and from when: the page then asks for what is new before it saves.
async function opened(held, event) {
  fromCopies.add(event.resultingClientId);
  const html = (await held.text()).replace("<html ", `<html data-copy="${held.headers.get("X-Copied-At")}" `);
  return new Response(html, { headers: held.headers });
}

async function keep(address, answer) {
  const who = answer.headers.get("X-Copy-For");
  for (const name of await named()) {
    if (name !== copiesOf(who)) who ? await caches.delete(name) : await (await caches.open(name)).delete(address, { ignoreVary: true });
  }
  if (!who || !answer.ok) return;
  const html = await answer.text();
  const cache = await caches.open(copiesOf(who));
  await cache.addAll(filesIn(html));
  const headers = new Headers(answer.headers);
  headers.set("X-Copied-At", new Date().toISOString());
  await cache.put(address, new Response(html, { headers }));
  await tidy(cache);
}

function filesIn(html) {
  return [...new Set([...html.matchAll(FILES)].map((found) => found[1]))];
}

// Files of earlier versions that no copy names any more.
async function tidy(cache) {
  const wanted = new Set();
  const files = [];
  for (const request of await cache.keys()) {
    const held = await cache.match(request, { ignoreVary: true });
    if (held.headers.has("X-Copy-For")) for (const name of filesIn(await held.text())) wanted.add(new URL(name, location.origin).href);
    else files.push(request);
  }
  for (const request of files) if (!wanted.has(request.url)) await cache.delete(request, { ignoreVary: true });
}

async function named() {
  return (await caches.keys()).filter((name) => name.startsWith(copiesOf("")));
}

async function keepFallback() {
  const answer = await fetch(FALLBACK);
  const html = await answer.text();
  const cache = await caches.open("interviews-offline");
  await cache.addAll(filesIn(html));
  await cache.put(FALLBACK, new Response(html, { headers: answer.headers }));
}
