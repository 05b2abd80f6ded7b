// Sends what was noted, in order and in small parts; what was answered goes, what was not stays.
import * as leases from "./lease.js";
import * as store from "./store.js";

const AT_ONCE = 25;
// So long a note can be undone before it is sent by itself.
const GRACE = 15_000;

export class NotSignedIn extends Error {}
export class NoConnection extends Error {}
export class Refused extends Error {}

async function ask(url, options = {}) {
  let answer;
  try {
    answer = await fetch(url, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new NoConnection();
  }
  if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
    throw new NotSignedIn();
  }
  if (answer.status === 422) {
    throw new Refused((await answer.json()).sentence);
  }
  if (!answer.ok) {
    throw new NoConnection();
  }
  try {
    return await answer.json();
  } catch {
    throw new NoConnection();
  }
}

export class Office {
  constructor(addresses) {
    this.addresses = addresses;
  }

  address(name, round) {
    return this.addresses[name].replace("/0/", `/${round}/`);
  }

  async greet() {
    this.greeting = await ask(this.addresses.greeting);
    return this.greeting;
  }

  post(name, round, body) {
    const headers = { "X-CSRFToken": this.greeting.token };
    if (body instanceof FormData) {
      return ask(this.address(name, round), { method: "POST", headers, body });
    }
    headers["Content-Type"] = "application/json";
    return ask(this.address(name, round), { method: "POST", headers, body: JSON.stringify(body) });
  }

  async takeAlong(round) {
    await this.greet();
    const known = await store.get("leases", leases.idOf(this.greeting.person, round));
    const { lease, ...luggage } = await this.post("takeAlong", round, { token: known?.token ?? "" });
    // Of a frozen round only the key comes, to send what waits.
    return { lease, luggage: luggage.units ? luggage : null, former: known?.token === lease.token ? null : known };
  }

  // Says that nothing of a round is on this device any more. Where nobody hears it, the lease ends by itself.
  async giveBack(lease) {
    try {
      await this.greet();
      await this.post("giveBack", lease.round, { token: lease.token });
    } catch (error) {
      if (!(error instanceof NoConnection || error instanceof NotSignedIn || error instanceof Refused)) {
        throw error;
      }
    }
  }

  // Whether the office still lets this device read; true as well where nobody can be asked.
  async holds(lease) {
    if (Date.now() >= lease.endsAt) {
      return false;
    }
    try {
      return (await ask(this.addresses.lease, { headers: { "X-Walk-Lease": lease.token } })).holds;
    } catch (error) {
      return !(error instanceof NotSignedIn);
    }
  }

  // everything: also what is still young enough to be undone.
  async sync(round, { everything = false, progress = () => {} } = {}) {
    if (!(await this.holds(round.lease))) {
      round.lease = await leases.close(round.lease);
      return;
    }
    await this.greet();
    const ready = (row) => !row.refused && (everything || Date.now() - row.at > GRACE);
    for (let notes = round.notes.filter(ready); notes.length; notes = round.notes.filter(ready)) {
      const part = notes.slice(0, AT_ONCE);
      part.forEach((note) => (note.isOnItsWay = true));
      const { answers } = await this.post("sync", round.number, {
        token: round.lease.token,
        operations: part.map((note) => asSent(round, note)),
      }).finally(() => part.forEach((note) => (note.isOnItsWay = false)));
      await round.answered(part, answers);
      progress();
    }
    for (const photo of round.photos.filter(ready)) {
      await this.sendPhoto(round, photo);
      progress();
    }
  }

  async sendPhoto(round, photo) {
    const unit = round.units.get(String(photo.unit));
    // A photo of a unit that is still to be sent waits for it.
    const pk = unit?.server ?? unit?.id ?? photo.unit;
    if (typeof pk !== "number") {
      return;
    }
    photo.isOnItsWay = true;
    const sealed = await store.get("photos", photo.id);
    const body = new FormData();
    body.append("token", round.lease.token);
    body.append("op", photo.id);
    body.append("unit", pk);
    body.append("taken_on", new Date(photo.at).toISOString().slice(0, 10));
    body.append("photo", new Blob([await store.open(round.lease.key, sealed)], { type: "image/jpeg" }), "photo.jpg");
    try {
      await this.post("photo", round.number, body).finally(() => (photo.isOnItsWay = false));
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      photo.refused = error.message;
      await store.put("photos", { ...sealed, refused: error.message });
      return;
    }
    await round.dropPhoto(photo);
  }
}

// What the office reads of a note; a unit it knows goes by its number.
function asSent(round, note) {
  const { id, kind, seen_on, base, values, position, floor, address } = note;
  const unit = note.unit === undefined ? undefined : round.units.get(String(note.unit));
  return {
    id,
    kind,
    seen_on,
    unit: typeof note.unit === "number" ? note.unit : unit?.server,
    local: note.local,
    base: base || undefined,
    values,
    position,
    floor,
    address,
  };
}
