// The walk through the streets: works without network from what was taken along, and keeps every tap before it answers.
import { announce, button, day, h, text, today } from "./walk/dom.js";
import { unitForm } from "./walk/form.js";
import { houseScreen, nameOf } from "./walk/house.js";
import * as leases from "./walk/lease.js";
import { Round } from "./walk/state.js";
import * as store from "./walk/store.js";
import { NoConnection, NotSignedIn, Office, Refused } from "./walk/sync.js";

const EVERY = 30_000;
const ALMOST_FULL = 0.9;
const root = document.getElementById("walk");
const addresses = JSON.parse(root.dataset.addresses);

class Walk {
  constructor() {
    this.office = new Office(addresses);
    this.round = null;
    this.place = { screen: "rounds" };
    this.trouble = "";
    this.isSending = false;
  }

  say(sentence) {
    this.said = sentence;
    announce(sentence);
  }

  async begin() {
    this.known = await store.all("leases");
    const last = await store.get("places", "last");
    if (last?.round !== undefined) {
      await this.open(last.round, last);
    }
    this.show();
    setInterval(() => this.checkLeases().then(() => this.send()), EVERY);
    addEventListener("online", () => this.greet());
    addEventListener("offline", () => this.showStatus());
    addEventListener("popstate", () => this.return(history.state));
    this.greet();
  }

  async greet() {
    try {
      await this.office.greet();
      this.trouble = "";
    } catch (error) {
      this.trouble = error instanceof NotSignedIn ? "notSignedIn" : "";
    }
    await this.checkLeases();
    this.show({ quietly: true });
    this.send();
  }

  // Opens what this device has of a round; stays where it is when that is locked.
  async open(number, place = { screen: "parts" }) {
    const lease = await leases.leaseOf(number);
    if (!lease) {
      return;
    }
    if (!lease.key) {
      this.round = null;
      this.place = { screen: "locked", round: number };
      return;
    }
    try {
      this.round = await Round.open(lease);
    } catch {
      this.place = { screen: "locked", round: number };
      return;
    }
    this.place = { ...place, round: number };
    if (place.screen === "house" && !(this.part && this.round.houses.has(place.house))) {
      this.place = { screen: "parts", round: number };
    }
  }

  get part() {
    return this.round?.parts.find(({ id }) => id === this.place.part);
  }

  async takeAlong(number) {
    this.busy = text("taking");
    this.show();
    try {
      if (this.round?.number === number && (await this.isWaiting(number))) {
        await this.office.sync(this.round, { everything: true });
      }
      const { lease, luggage, isNew } = await this.office.takeAlong(number);
      if (isNew && (await this.isWaiting(number))) {
        // Locked with the key of somebody else: only they can send it.
        throw new Refused(text("othersNotes"));
      }
      if (isNew) {
        await store.removeRound(number);
      }
      const kept = await leases.keep(number, lease);
      await store.put("luggage", { id: number, ...(await store.lockText(kept.key, luggage)) });
      await this.takeMap();
      this.isPersistent = await navigator.storage?.persist?.();
      await this.open(number);
      this.enter(this.place);
      this.known = await store.all("leases");
      this.say(text("taken"));
    } catch (error) {
      this.fail(error);
    }
    this.busy = "";
    this.show();
  }

  async isWaiting(number) {
    const rows = [...(await store.all("notes")), ...(await store.all("photos"))];
    return rows.some(({ round }) => round === number);
  }

  // Asks of every round on this device whether it may still be read, whatever waits.
  async checkLeases() {
    for (const lease of await store.all("leases")) {
      if (lease.key && !(await this.office.holds(lease))) {
        await leases.close(lease);
        if (this.round?.number === lease.id) {
          await this.open(lease.id);
        }
      }
    }
  }

  async takeMap() {
    const { map } = this.office.greeting;
    if (!map || !globalThis.caches) {
      return;
    }
    const cache = await caches.open(`kiezkontor-walk-map:${new URL(map.url, location).pathname}`);
    if (await cache.match(map.url)) {
      return;
    }
    const answer = await fetch(map.url);
    let done = 0;
    const counted = new TransformStream({
      transform: (part, onward) => {
        done += part.byteLength;
        this.busy = text("takingMap", { percent: Math.min(100, Math.round((100 * done) / map.bytes)) });
        this.showStatus();
        onward.enqueue(part);
      },
    });
    const whole = await new Response(answer.body.pipeThrough(counted)).blob();
    for (const old of await cache.keys()) {
      await cache.delete(old);
    }
    await cache.put(map.url, new Response(whole));
  }

  fail(error) {
    if (error instanceof NotSignedIn) {
      this.trouble = "notSignedIn";
    } else if (error instanceof Refused) {
      this.say(error.message);
    } else if (error instanceof NoConnection) {
      this.trouble = "";
    } else {
      this.say(text("failed"));
      throw error;
    }
  }

  async send({ everything = false } = {}) {
    if (!this.round || this.isSending || !navigator.onLine || (!everything && !this.round.waiting)) {
      return;
    }
    this.isSending = true;
    this.showStatus();
    try {
      await this.office.sync(this.round, { everything, progress: () => this.showStatus() });
      this.trouble = "";
      if (!this.round.lease.key) {
        await this.open(this.round.number);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isSending = false;
    }
    this.show({ quietly: true });
  }

  async note(note) {
    const unit = note.unit === undefined ? undefined : this.round.units.get(String(note.unit));
    const made = { id: crypto.randomUUID(), at: Date.now(), seen_on: today(), base: unit?.observation ?? 0, ...note };
    const kept = this.round.note(made);
    this.last = made;
    try {
      await kept;
    } catch {
      this.say(text("notKept"));
    }
    this.checkRoom();
  }

  // A unit the office knows goes by its number, one made here by the name this device gave it.
  named(unit) {
    return typeof unit.id === "number" ? { unit: unit.id } : { local: unit.id };
  }

  unchanged(unit) {
    this.note({ kind: "unchanged", ...this.named(unit) });
    this.say(text("didUnchanged", { name: nameOf(this.round, unit) }));
    this.onward();
  }

  edit(unit, occupancy) {
    this.place = { ...this.place, form: { unit: unit.id, occupancy } };
    this.show();
  }

  add(house) {
    this.place = { ...this.place, form: { house: house.key } };
    this.show();
  }

  nothing(house) {
    this.note({ kind: "empty_house", address: house.address, house: house.key });
    this.say(text("didNothing"));
    this.onward();
  }

  async undo(note) {
    if (note.isOnItsWay) {
      this.say(text("onItsWay"));
      return;
    }
    await this.round.undo(note);
    this.last = null;
    this.say(text("undone"));
    this.show();
  }

  // To the next house where something is left, as soon as this one is done; else stays.
  onward() {
    const { part } = this;
    const house = this.round.houses.get(this.place.house);
    if (!this.round.isDone(house)) {
      this.show();
      return;
    }
    const at = part.houses.indexOf(house.key);
    const order = [...part.houses.slice(at + 1), ...part.houses.slice(0, at)];
    const next = order.find((key) => !this.round.isDone(this.round.houses.get(key)));
    if (next) {
      this.go(part, next, { isNext: true });
    } else {
      this.say(text("partDone", { name: part.label }));
      this.show();
    }
  }

  go(part, house, { isNext = false } = {}) {
    if (!isNext) {
      this.last = null;
    }
    this.enter({ screen: "house", part: part.id, house });
  }

  enter(place) {
    this.place = { ...place, round: this.round?.number ?? place.round };
    history.pushState(this.place, "");
    store.put("places", { ...this.place, id: "last" });
    this.show();
    root.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  return(place) {
    if (place && (place.screen === "rounds" || this.round)) {
      this.place = place.round === this.round?.number || place.screen === "rounds" ? place : { screen: "parts" };
      if (this.place.screen === "house" && !this.part) {
        this.place = { screen: "parts" };
      }
      this.show();
    }
  }

  async checkRoom() {
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
    this.isFull = quota > 0 && usage / quota > ALMOST_FULL;
  }

  show({ quietly = false } = {}) {
    // While somebody types or looks at the map nothing is drawn anew under their hands.
    if (quietly && (root.querySelector("form") || this.place.screen === "map")) {
      this.showStatus();
      return;
    }
    const screen = SCREENS[this.place.form ? "form" : this.place.screen];
    root.replaceChildren(statusBar(this), screen(this), undoBar(this));
  }

  showStatus() {
    root.querySelector(".walk-status")?.replaceWith(statusBar(this));
  }
}

function statusBar(walk) {
  const { round } = walk;
  const waiting = round?.waiting ?? 0;
  const refused = round ? [...round.notes, ...round.photos].filter((each) => each.refused).length : 0;
  const lines = [];
  if (walk.busy) {
    lines.push(walk.busy);
  } else if (walk.isSending) {
    lines.push(text("sending"));
  } else if (waiting) {
    lines.push(text(navigator.onLine ? "waiting" : "waitingOffline", { count: waiting }));
  } else if (round) {
    lines.push(text(navigator.onLine ? "allSent" : "offline"));
  }
  if (walk.trouble === "notSignedIn") {
    lines.push(h("a", { href: addresses.app }, text("signIn")));
  }
  if (walk.isFull) {
    lines.push(text("almostFull"));
  }
  if (round && walk.isPersistent === false && waiting) {
    lines.push(text("notPersistent"));
  }
  return h(
    "div",
    { class: "walk-status", role: "status" },
    h("p", {}, lines.flatMap((line, nth) => (nth ? [" ", line] : [line]))),
    round
      ? h("div", { class: "walk-status__actions" }, waiting && navigator.onLine && !walk.isSending ? button(text("send"), () => walk.send({ everything: true }), { kind: "tertiary" }) : null, refused ? button(text("refusedCount", { count: refused }), () => walk.enter({ screen: "waiting" }), { kind: "tertiary" }) : null, walk.place.screen === "house" ? button(text("parts"), () => walk.enter({ screen: "parts" }), { kind: "tertiary" }) : null)
      : null,
  );
}

function undoBar(walk) {
  const { last } = walk;
  if (!last || walk.place.form || !walk.round?.notes.includes(last)) {
    return "";
  }
  return h("div", { class: "walk-undo" }, h("p", {}, walk.said), button(text("undo"), () => walk.undo(last)));
}

const SCREENS = {
  rounds(walk) {
    const known = new Set(walk.known.map(({ id }) => id));
    const rounds = walk.office.greeting?.rounds ?? [...known].map((number) => ({ number }));
    return h(
      "section",
      {},
      h("h1", { tabindex: "-1" }, text("title")),
      h("p", { class: "lead" }, text("lead")),
      rounds.length ? null : h("p", {}, text("noRounds")),
      h(
        "ul",
        { class: "walk-rounds" },
        rounds.map(({ number, reference_on }) =>
          h(
            "li",
            {},
            h("p", { class: "walk-unit__name" }, text("round", { number }), reference_on ? ` · ${day(reference_on)}` : ""),
            h(
              "div",
              { class: "button-row" },
              known.has(number) ? button(text("goOn"), async () => (await walk.open(number), walk.enter(walk.place)), { kind: "primary" }) : null,
              walk.office.greeting ? button(known.has(number) ? text("refresh") : text("takeAlong"), () => walk.takeAlong(number), { kind: known.has(number) ? "secondary" : "primary", sign: "download" }) : null,
            ),
          ),
        ),
      ),
    );
  },
  locked(walk) {
    const number = walk.place.round;
    return h("section", {}, h("h1", { tabindex: "-1" }, text("lockedTitle")), h("p", { class: "lead" }, text("lockedText")), h("div", { class: "button-row" }, button(text("unlock"), () => walk.takeAlong(number), { kind: "primary" }), button(text("rounds"), () => walk.enter({ screen: "rounds" }), { kind: "tertiary" })));
  },
  parts(walk) {
    const { round } = walk;
    const parts = round.parts.filter(({ houses }) => houses.length);
    return h(
      "section",
      {},
      h("h1", { tabindex: "-1" }, text("round", { number: round.number })),
      h("p", {}, text("readableUntil", { day: new Date(round.lease.endsAt).toLocaleDateString(document.documentElement.lang) })),
      h(
        "ul",
        { class: "walk-parts" },
        parts.map((part) => {
          const houses = part.houses.map((key) => round.houses.get(key));
          const done = houses.filter((house) => round.isDone(house)).length;
          const first = houses.find((house) => !round.isDone(house)) ?? houses[0];
          return h("li", {}, h("button", { type: "button", class: "walk-part", onclick: () => walk.go(part, first.key) }, h("span", { class: "walk-part__name" }, part.label, part.who ? ` · ${part.who}` : ""), h("span", {}, text("doneOf", { done, of: houses.length })), h("progress", { max: houses.length, value: done, "aria-hidden": "true" })));
        }),
      ),
      h("div", { class: "button-row" }, button(text("map"), () => walk.enter({ screen: "map" }), { sign: "map" }), button(text("rounds"), () => walk.enter({ screen: "rounds" }), { kind: "tertiary" })),
    );
  },
  house: (walk) => houseScreen(walk, walk.round.houses.get(walk.place.house), walk.part),
  form(walk) {
    const { form, ...place } = walk.place;
    const unit = form.unit === undefined ? null : walk.round.units.get(String(form.unit));
    const house = walk.round.houses.get(unit?.house ?? form.house);
    const close = () => {
      walk.place = place;
    };
    const shown = unitForm(walk.round, unit, {
      occupancy: form.occupancy,
      cancel: () => (close(), walk.show()),
      save: (values, where) => {
        if (unit) {
          walk.note({ kind: "seen", ...walk.named(unit), values });
        } else {
          walk.note({ kind: "new_unit", local: crypto.randomUUID().slice(0, 8), address: house.address, house: house.key, values, ...where });
        }
        close();
        walk.say(text("saved"));
        walk.onward();
      },
    });
    queueMicrotask(() => shown.querySelector("h2").focus());
    return h("section", {}, h("h1", { class: "walk-form__where" }, `${house.street} ${house.number}`), shown, categoryList(walk.round));
  },
  waiting(walk) {
    const rows = [...walk.round.notes, ...walk.round.photos].filter(({ refused }) => refused);
    return h(
      "section",
      {},
      h("h1", { tabindex: "-1" }, text("refusedTitle")),
      h("ul", { class: "walk-units" }, rows.map((row) => refusedCard(walk, row))),
      rows.length ? null : h("p", {}, text("noneRefused")),
      button(text("parts"), () => walk.enter({ screen: "parts" }), { kind: "tertiary" }),
    );
  },
  map(walk) {
    const place = h("div", { class: "map map--tall", role: "region", "aria-label": text("mapOfRound") });
    place.dataset.map = "";
    place.dataset.tiles = walk.office.greeting?.map?.url ?? root.dataset.tiles;
    place.dataset.mapWorker = root.dataset.workerOfMap;
    place.dataset.geojson = "";
    place.given = featuresOf(walk.round);
    import(root.dataset.mapScript).then(() => document.dispatchEvent(new Event("page:changed")));
    addEventListener("hashchange", () => follow(walk), { once: true });
    return h("section", {}, h("h1", { tabindex: "-1" }, text("map")), place, button(text("parts"), () => walk.enter({ screen: "parts" }), { kind: "tertiary" }));
  },
};

function follow(walk) {
  const key = location.hash.slice(1);
  const part = walk.round?.parts.find(({ houses }) => houses.includes(key));
  if (part) {
    history.replaceState(null, "", location.pathname);
    walk.go(part, key);
  }
}

function featuresOf(round) {
  const features = [...round.houses.values()].filter((house) => house.units.length).map((house) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [house.lon, house.lat] },
    properties: {
      key: house.key,
      name: `${house.street} ${house.number}`,
      category: house.units.map((unit) => nameOf(round, unit)).join(", "),
      use_class: round.isDone(house) ? "done" : "todo",
      url: `#${house.key}`,
      label: text("toHouse"),
    },
  }));
  return { type: "FeatureCollection", features };
}

function refusedCard(walk, row) {
  const unit = walk.round.units.get(String(row.unit ?? row.local));
  const house = unit && walk.round.houses.get(unit.house);
  const again = async () => {
    row.refused = null;
    if (row.kind) {
      await walk.round.keep(row);
    }
    walk.send({ everything: true });
  };
  const drop = () => (row.kind ? walk.undo(row) : walk.round.dropPhoto(row).then(() => walk.show()));
  return h("li", { class: "walk-unit" }, h("p", { class: "walk-unit__name" }, house ? `${house.street} ${house.number}` : "", unit ? ` · ${nameOf(walk.round, unit)}` : ""), h("p", {}, row.refused), h("div", { class: "button-row" }, button(text("again"), again), button(text("drop"), drop, { kind: "tertiary" })));
}

function categoryList(round) {
  return h("datalist", { id: "walk-categories" }, [...round.categories.values()].map((label) => h("option", { value: label })));
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(addresses.worker, { scope: addresses.app });
}
new Walk().begin();
