// Answers for the walk without network: its page and files, and parts of the map from the whole file kept here.
const { app, kept, map } = self.known;
// Districts share one origin, and so do languages.
const FILES = `kiezkontor-walk-files:${app}`;
const MAP = `kiezkontor-walk-map:${map}`;
const OWN = new Set(["style", "script", "font", "image", "worker"]);

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const files = await caches.open(FILES);
      const page = await fetch(app, { credentials: "same-origin", cache: "no-store" });
      // Whoever is not signed in is led elsewhere; the page is kept the next time.
      if (page.redirected || !page.ok) {
        throw new Error("not signed in");
      }
      await files.put(app, page);
      await files.addAll(kept);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const files = await caches.open(FILES);
      const wanted = new Set([app, ...kept].map((path) => new URL(path, self.location).href));
      for (const request of await files.keys()) {
        if (!wanted.has(request.url) && !OWN.has(request.destination)) {
          await files.delete(request);
        }
      }
      await self.clients.claim();
    })(),
  );
});

// A range of the kept file (RFC 9110, 14.2), as the map asks for it.
async function partOf(request) {
  const cache = await caches.open(MAP);
  const found = (await cache.match(request.url)) ?? (await cache.match(request.url, { ignoreSearch: true }));
  if (!found) {
    return null;
  }
  const whole = await found.blob();
  const [, first, last] = request.headers.get("Range")?.match(/^bytes=(\d+)-(\d*)$/) ?? [];
  if (first === undefined) {
    return new Response(whole, { headers: { "Content-Length": whole.size } });
  }
  const end = Math.min(last ? Number(last) : whole.size - 1, whole.size - 1);
  const headers = { "Content-Range": `bytes ${first}-${end}/${whole.size}`, "Content-Length": end - first + 1 };
  return new Response(whole.slice(Number(first), end + 1), { status: 206, headers });
}

// The page itself: from the network while there is one, so that a new version is seen; else as it is kept.
async function pageOf(request) {
  const files = await caches.open(FILES);
  const fromNetwork = fetch(request).catch(() => null);
  const late = new Promise((resolve) => setTimeout(resolve, 3_000));
  const answer = await Promise.race([fromNetwork, late]);
  // Whoever is turned away is turned away; only where nobody answers, or the office is down, the kept page does.
  if (answer && answer.status < 500) {
    return answer;
  }
  return (await files.match(app)) ?? (await fromNetwork) ?? Response.error();
}

async function fileOf(request) {
  const files = await caches.open(FILES);
  const found = await files.match(request);
  if (found) {
    return found;
  }
  const answer = await fetch(request);
  if (answer.ok) {
    files.put(request, answer.clone());
  }
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (url.pathname === map) {
    event.respondWith(partOf(request).then((part) => part ?? fetch(request)));
  } else if (request.mode === "navigate" && url.pathname === app) {
    event.respondWith(pageOf(request));
  } else if (OWN.has(request.destination)) {
    event.respondWith(fileOf(request));
  }
});
