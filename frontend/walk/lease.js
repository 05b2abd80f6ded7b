// How long this device may read what it took along: until the lease ends, or the office says that it is over.
import * as store from "./store.js";

// A clock that runs back by more than this was set, and a lease does not grow longer by that.
const CLOCK_SLACK = 2 * 60 * 60 * 1000;

export async function keep(round, { token, key, ends_at }) {
  const row = { id: round, token, key: await store.keyFrom(key), endsAt: Date.parse(ends_at), seenAt: Date.now() };
  await store.put("leases", row);
  return row;
}

// The lease of a round, with its key only while it holds; undefined for a round this device never had.
export async function leaseOf(round) {
  const row = await store.get("leases", round);
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
