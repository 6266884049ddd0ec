/* Keeps one public page for when there is no network. Nothing that belongs to a person is ever stored: pages go to the network alone. */
const OFFLINE = "{% url 'portal:offline' %}";
const KEPT = {{ kept|safe }};
const NAME = "offline-{{ version }}";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    // Without cookies, so that the frame of the page says nobody's name.
    const requests = [OFFLINE, ...KEPT].map((address) => new Request(address, { credentials: "omit", cache: "reload" }));
    await cache.addAll(requests);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("offline-") && name !== NAME) await caches.delete(name);
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (KEPT.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(pathname)));
});
