// What a walk keeps on the device: locked with the key of its lease, so that nobody reads it once that is gone.
// The same in every language.
const NAME = `kiezkontor-walk:${JSON.parse(document.getElementById("walk").dataset.addresses).store}`;
const PLACES = ["leases", "luggage", "notes", "photos", "places"];

let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const place of PLACES) {
        asked.result.createObjectStore(place, { keyPath: "id" });
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// Runs one request in a transaction of its own and waits until it is on the disk.
async function run(place, mode, act) {
  const found = await database();
  return new Promise((resolve, reject) => {
    const transaction = found.transaction(place, mode, { durability: "strict" });
    const request = act(transaction.objectStore(place));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (place, row) => run(place, "readwrite", (rows) => rows.put(row));
export const get = (place, id) => run(place, "readonly", (rows) => rows.get(id));
export const all = (place) => run(place, "readonly", (rows) => rows.getAll());
export const remove = (place, id) => run(place, "readwrite", (rows) => rows.delete(id));

// All of a lease on this device: what was taken along, what was noted, and the key.
export async function removeLease(lease) {
  for (const place of ["notes", "photos"]) {
    for (const row of await all(place)) {
      if (row.lease === lease) {
        await remove(place, row.id);
      }
    }
  }
  await remove("places", "draft");
  await remove("places", "last");
  await remove("luggage", lease);
  await remove("leases", lease);
}

const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// A key that opens and locks, but cannot be read out again.
export const keyFrom = (text) => crypto.subtle.importKey("raw", bytesOf(text), "AES-GCM", false, ["encrypt", "decrypt"]);

export async function lock(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

export const open = (key, { iv, sealed }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);

export const lockText = (key, value) => lock(key, new TextEncoder().encode(JSON.stringify(value)));
export const openText = async (key, row) => JSON.parse(new TextDecoder().decode(await open(key, row)));
