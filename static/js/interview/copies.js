// Has the browser keep a copy of this page for opening it without a connection: see offline.js.
export function keepCopy(script) {
  if (!navigator.serviceWorker || !window.caches) return; // only over HTTPS or on localhost
  const seen = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker
    .register(script)
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => seen || registration.active.postMessage("keep"))
    .catch(() => {}); // forbidden here: the page still keeps what is typed
}

export async function dropCopy(address) {
  if (!window.caches) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("interviews:")) await (await caches.open(name)).delete(address, { ignoreVary: true });
  }
}
