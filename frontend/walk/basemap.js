// The map of the district, kept whole for where there is no network.
const nameOf = (url) => `kiezkontor-walk-map:${new URL(url, location).pathname}`;

// map: {url, bytes} or null. Tells how many percent are here.
export async function keepMap(map, tell) {
  if (!map || !globalThis.caches) {
    return;
  }
  const cache = await caches.open(nameOf(map.url));
  if (await cache.match(map.url)) {
    return;
  }
  const answer = await fetch(map.url);
  let done = 0;
  const counted = new TransformStream({
    transform: (part, onward) => {
      done += part.byteLength;
      tell(Math.min(100, Math.round((100 * done) / map.bytes)));
      onward.enqueue(part);
    },
  });
  const whole = await new Response(answer.body.pipeThrough(counted)).blob();
  for (const old of await cache.keys()) {
    await cache.delete(old);
  }
  await cache.put(map.url, new Response(whole));
}

export async function dropMap(url) {
  if (url && globalThis.caches) {
    await caches.delete(nameOf(url));
  }
}
