// How long this device may read what it took along, and who: until the lease ends, or the office says that it is over.
import * as store from "./store.js";

// A clock that runs back by more than this was set, and a lease does not grow longer by that.
const CLOCK_SLACK = 2 * 60 * 60 * 1000;

// Several people may have the same round on one device, each with a key of their own.
export const idOf = (person, round) => `${person}-${round}`;

export async function keep(round, { token, key, person, ends_at }) {
  const about = { id: idOf(person, round), person, round, token, isOver: false };
  const row = { ...about, key: await store.keyFrom(key), endsAt: Date.parse(ends_at), seenAt: Date.now() };
  await store.put("leases", row);
  return row;
}

// A lease with its key only while it holds; undefined for one this device never had.
export async function leaseOf(id) {
  const row = await store.get("leases", id);
  if (!row?.key) {
    return row;
  }
  const now = Date.now();
  if (now >= row.endsAt || now < row.seenAt - CLOCK_SLACK) {
    return close(row);
  }
  if (now > row.seenAt) {
    row.seenAt = now;
    await store.put("leases", row);
  }
  return row;
}

// The key goes for good; what is locked stays, and opens again with the key the office keeps.
export async function close(row) {
  const closed = { ...row, key: null };
  await store.put("leases", closed);
  return closed;
}

// Somebody is signed in: what others took along on this device is closed, and of one's own is noted what is over.
export async function belongTo(person, rounds) {
  const running = new Set(rounds.map(({ number }) => number));
  for (const row of await store.all("leases")) {
    if (row.person !== person && row.key) {
      await close(row);
    } else if (row.person === person && row.isOver === running.has(row.round)) {
      await store.put("leases", { ...row, isOver: !row.isOver });
    }
  }
}

// How much waits on this device of each lease, by its id.
export async function waiting() {
  const counts = new Map();
  for (const { lease } of [...(await store.all("notes")), ...(await store.all("photos"))]) {
    counts.set(lease, (counts.get(lease) ?? 0) + 1);
  }
  return counts;
}
