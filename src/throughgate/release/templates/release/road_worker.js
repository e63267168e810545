// Where there is no signal, the page of a journey is given as a page with the same buttons and nothing about anybody.
// Kept on the phone: that page, its style and its script. Nothing else is ever put into the cache.
const KEPT = "throughgate-no-signal";
const PARTS = [{% for part in parts %}"{{ part|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const JOURNEY = /\/journeys\/[A-Za-z0-9-]+\/sheet\/$/;

// One bar of signal is no signal: after ten seconds the page with the buttons is better than none.
function inTime(request) {
  const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), 10000));
  return Promise.race([fetch(request), late]);
}

async function keep() {
  const cache = await caches.open(KEPT);
  for (const part of PARTS) {
    const answer = await fetch(part, { credentials: "omit", cache: "reload" });
    if (!answer.ok) throw new Error(part);
    await cache.put(part, answer);
  }
  for (const request of await cache.keys()) {
    if (!PARTS.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate" && JOURNEY.test(path)) {
    event.respondWith(inTime(request).catch(() => caches.match(PARTS[0])));
  } else if (PARTS.slice(1).includes(path)) {
    event.respondWith(fetch(request).catch(() => caches.match(path)));
  }
});
