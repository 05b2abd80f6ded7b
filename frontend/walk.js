// The walk through the streets: works without network from what was taken along, and keeps every tap before it answers.
import { announce, text, today } from "./walk/dom.js";
import { nameOf } from "./walk/house.js";
import * as leases from "./walk/lease.js";
import { dropMap, keepMap } from "./walk/basemap.js";
import { look } from "./walk/room.js";
import { SCREENS } from "./walk/screens.js";
import { Round } from "./walk/state.js";
import { statusBar, undoBar } from "./walk/status.js";
import * as store from "./walk/store.js";
import { NoConnection, NotSignedIn, Office, Refused } from "./walk/sync.js";

const EVERY = 30_000;
// So long the start waits to hear who is signed in, before it shows what was open last.
const HEARD_WITHIN = 2_000;
const root = document.getElementById("walk");
const addresses = JSON.parse(root.dataset.addresses);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isSame = (one, other) => ["screen", "round", "part", "house"].every((name) => one[name] === other[name]);

class Walk {
  constructor() {
    this.root = root;
    this.addresses = addresses;
    this.office = new Office(addresses);
    this.round = null;
    this.known = [];
    this.place = { screen: "rounds" };
    this.trouble = "";
    this.said = "";
    this.isSending = false;
  }

  say(sentence) {
    this.said = sentence;
    announce(sentence);
  }

  async begin() {
    // Who was signed in last; without network nobody else can be asked. The name comes with each greeting.
    this.me = await store.get("places", "me");
    this.room = await look();
    const heard = this.greet();
    await Promise.race([heard, pause(navigator.onLine ? HEARD_WITHIN : 0)]);
    await this.count();
    await this.resume();
    this.show();
    setInterval(() => this.checkLeases().then(() => this.send()), EVERY);
    addEventListener("online", () => this.greet().then(() => this.send()));
    addEventListener("offline", () => this.showStatus());
    addEventListener("popstate", () => this.back(history.state));
    addEventListener("hashchange", () => this.follow());
    await heard;
    this.send();
  }

  async greet() {
    try {
      await this.office.greet();
      this.trouble = "";
      await this.become(this.office.greeting);
    } catch (error) {
      this.trouble = error instanceof NotSignedIn ? "notSignedIn" : "";
    }
    await this.checkLeases();
    this.show({ quietly: true });
  }

  // Whoever is signed in sees what they took along themselves, and nobody else's.
  async become({ person, who, rounds }) {
    if (this.me?.person !== person) {
      this.round = this.last = null;
      this.place = { screen: "rounds" };
    }
    this.me = { person, name: who };
    await store.put("places", { id: "me", person });
    await leases.belongTo(person, rounds);
    if (this.round) {
      this.round.lease.isOver = !rounds.some(({ number }) => number === this.round.number);
    }
    await this.count();
  }

  // What is on this device: one's own leases with how much waits of each, and whether anything of others waits.
  async count() {
    const waiting = await leases.waiting();
    const all = await store.all("leases");
    this.known = all.filter(({ person }) => person === this.me?.person).map((lease) => ({ ...lease, waiting: waiting.get(lease.id) ?? 0 }));
    const mine = new Set(this.known.map(({ id }) => id));
    this.othersWaiting = [...waiting.keys()].some((id) => !mine.has(id));
  }

  // Back to where somebody was, also in the middle of a form; with the way back that led there.
  async resume() {
    const { id, person, ...last } = (await store.get("places", "last")) ?? {};
    if (last.round !== undefined && person === this.me?.person) {
      await this.open(last.round, last);
    }
    if (!history.state) {
      const trail = [{ screen: "rounds" }, { screen: "parts", round: this.place.round }];
      const depth = { rounds: 0, parts: 1, locked: 1 }[this.place.screen] ?? 2;
      trail.slice(0, depth).forEach((place, nth) => history[nth ? "pushState" : "replaceState"](place, ""));
      history[depth ? "pushState" : "replaceState"](this.place, "");
    } else {
      history.replaceState(this.place, "");
    }
    const draft = this.round && (await store.get("places", "draft"));
    if (draft?.lease === this.round?.lease.id && this.place.screen === "house") {
      const kept = await store.openText(this.round.lease.key, draft).catch(() => null);
      if (kept && kept.house === this.place.house && (kept.form.unit === undefined || this.round.units.has(String(kept.form.unit)))) {
        this.place = { ...this.place, form: { ...kept.form, draft: kept.values } };
      }
    }
  }

  // Opens what this device has of a round; stays where it is when that is locked.
  async open(number, place = { screen: "parts" }) {
    const lease = this.me && (await leases.leaseOf(leases.idOf(this.me.person, number)));
    if (!lease) {
      return;
    }
    this.round = this.last = null;
    this.said = "";
    this.place = { screen: "locked", round: number };
    if (!lease.key) {
      return;
    }
    try {
      this.round = await Round.open(lease);
    } catch {
      return;
    }
    this.place = this.reachable({ ...place, round: number });
  }

  get part() {
    return this.round?.parts.find(({ id }) => id === this.place.part);
  }

  // A place as far as it still exists on this device.
  reachable(place) {
    if (["rounds", "giveBack"].includes(place.screen)) {
      return place;
    }
    if (!this.round || place.round !== this.round.number) {
      return { screen: "rounds" };
    }
    const part = this.round.parts.find(({ id }) => id === place.part);
    const isThere = place.screen !== "house" || (part?.houses.includes(place.house) && !this.round.lease.isOver);
    return isThere && place.screen !== "locked" ? place : { screen: "parts", round: place.round };
  }

  async takeAlong(number) {
    this.room = await look({ ask: true });
    this.busy = text("taking");
    this.show();
    try {
      if (this.round?.number === number && this.round.waiting) {
        await this.office.sync(this.round, { everything: true });
      }
      const { lease, luggage, former } = await this.office.takeAlong(number);
      await this.become(this.office.greeting);
      const lost = former && luggage ? ((await leases.waiting()).get(former.id) ?? 0) : 0;
      if (former && luggage) {
        // Locked with a key that is gone for good.
        await store.removeLease(former.id);
      }
      const kept = await leases.keep(number, lease);
      if (luggage) {
        await store.put("luggage", { id: kept.id, ...(await store.lockText(kept.key, luggage)) });
        await this.takeMap();
      }
      await this.become(this.office.greeting);
      await this.open(number);
      this.enter(this.place);
      this.say(lost ? text("lostNotes", { count: lost }) : text(luggage ? "taken" : "lateNotes"));
    } catch (error) {
      this.fail(error);
    }
    this.busy = "";
    this.show();
    if (this.round?.lease.isOver) {
      this.send({ everything: true });
    }
  }

  async takeMap() {
    await keepMap(this.office.greeting.map, (percent) => {
      this.busy = text("takingMap", { percent });
      this.showStatus();
    });
  }

  // The end of the walk on this device: key and data go, but never what was not sent.
  async giveBack(number) {
    const lease = await store.get("leases", leases.idOf(this.me.person, number));
    await this.count();
    if (!lease || this.isSending || this.known.find(({ id }) => id === lease.id).waiting) {
      this.show();
      return;
    }
    await this.office.giveBack(lease);
    await store.removeLease(lease.id);
    if (!(await store.all("leases")).length) {
      await dropMap(root.dataset.tiles);
    }
    this.round = this.round?.number === number ? null : this.round;
    await this.count();
    this.enter({ screen: "rounds" });
    this.say(text("givenBack", { number }));
    this.show();
  }

  // Asks of every round on this device whether it may still be read, whatever waits.
  async checkLeases() {
    for (const lease of await store.all("leases")) {
      if (lease.key && !(await this.office.holds(lease))) {
        await leases.close(lease);
        if (this.round?.lease.id === lease.id) {
          await this.open(lease.round);
          this.show();
        }
      }
    }
  }

  fail(error) {
    if (error instanceof NotSignedIn) {
      this.trouble = "notSignedIn";
    } else if (error instanceof Refused) {
      this.say(error.message);
    } else if (error instanceof NoConnection) {
      this.say(text("noConnection"));
    } else {
      this.say(text("failed"));
      throw error;
    }
  }

  async send({ everything = false } = {}) {
    if (!this.round || this.isSending || !navigator.onLine || (!everything && !this.round.waiting)) {
      return;
    }
    const { round } = this;
    this.isSending = true;
    this.showStatus();
    try {
      await this.office.sync(round, { everything, progress: () => this.showStatus() });
      this.trouble = "";
      if (!round.lease.key) {
        await this.open(round.number);
      }
    } catch (error) {
      if (everything || !(error instanceof NoConnection)) {
        this.fail(error);
      }
    } finally {
      this.isSending = false;
    }
    await this.count();
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
      this.show();
    }
    this.room = await look();
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

  save(unit, house, values, where) {
    const unsent = this.round.unsent(unit);
    if (unsent) {
      this.round.putRight(unsent, unsent.kind === "new_unit" ? { values, ...where } : { values });
      // To take back a word that was put right would take back the whole note.
      this.last = null;
    } else if (unit) {
      this.note({ kind: "seen", ...this.named(unit), values });
    } else {
      const local = crypto.randomUUID().slice(0, 8);
      this.note({ kind: "new_unit", local, address: house.address, house: house.key, values, ...where });
    }
    this.leaveForm();
    this.say(text("saved"));
    this.onward();
    root.querySelector(`[data-unit="${unsent?.local ?? unit?.id ?? this.last?.local}"]`)?.scrollIntoView({ block: "center" });
  }

  closeForm() {
    this.leaveForm();
    this.show();
  }

  leaveForm() {
    const { form, ...place } = this.place;
    this.place = place;
    store.remove("places", "draft");
  }

  // A telephone may end the app at any moment, such as for a call.
  async keepDraft(values) {
    const { form, house } = this.place;
    const { draft, ...asked } = form;
    const sealed = await store.lockText(this.round.lease.key, { house, form: asked, values });
    if (this.place.form) {
      await store.put("places", { id: "draft", lease: this.round.lease.id, ...sealed });
    }
  }

  nothing(house) {
    this.note({ kind: "empty_house", address: house.address, house: house.key });
    this.say(text("didNothing"));
    this.onward();
  }

  async undo(note) {
    if (note.isOnItsWay) {
      this.say(text("onItsWay"));
      this.show();
      return;
    }
    const house = note.house ?? this.round.units.get(String(note.unit ?? note.local))?.house;
    await (note.kind ? this.round.undo(note) : this.round.dropPhoto(note));
    this.last = null;
    if (this.place.screen === "house" && this.part.houses.includes(house)) {
      this.enter({ ...this.place, house }, { isInPlace: true });
    }
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
      this.enter({ screen: "house", part: part.id, house: next }, { isNext: true });
    } else {
      this.say(text("partDone", { name: part.label }));
      this.show();
    }
  }

  go(part, house) {
    this.enter({ screen: "house", part: part.id, house });
  }

  // isNext: what was done last can still be taken back there. isInPlace: the way back leads past the place before.
  enter(place, { isNext = false, isInPlace = false } = {}) {
    if (!isNext) {
      this.last = null;
      this.said = "";
    }
    this.place = { round: this.round?.number, ...place };
    history[isInPlace ? "replaceState" : "pushState"](this.place, "", location.pathname);
    this.arrive();
  }

  arrive() {
    store.put("places", { ...this.place, person: this.me?.person, id: "last" });
    this.show();
    root.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
    if (["rounds", "giveBack"].includes(this.place.screen)) {
      this.count().then(() => this.show({ quietly: true }));
    }
  }

  // The telephone's own button: closes a form, else leads to what was shown before.
  back(place) {
    if (this.place.form) {
      this.leaveForm();
      history.pushState(this.place, "");
      this.show();
      return;
    }
    if (!place) {
      return;
    }
    const before = this.reachable(place);
    if (isSame(before, this.place) && before.screen !== "rounds") {
      history.back();
      return;
    }
    this.place = before;
    this.last = null;
    this.said = "";
    this.arrive();
  }

  // A pin of the map leads to its house.
  follow() {
    const key = location.hash.slice(1);
    const part = this.round?.parts.find(({ houses }) => houses.includes(key));
    if (part) {
      this.enter({ screen: "house", part: part.id, house: key }, { isInPlace: true });
    }
  }

  show({ quietly = false } = {}) {
    // While somebody types or looks at the map nothing is drawn anew under their hands.
    if (quietly && (root.querySelector("form") || (this.place.screen === "map" && root.querySelector("[data-map]")))) {
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

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(addresses.worker, { scope: addresses.app });
}
new Walk().begin();
