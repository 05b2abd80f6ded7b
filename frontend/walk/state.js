// The round in memory: what was taken along, with everything noted since laid over it.
import * as store from "./store.js";

export class Round {
  constructor(lease, luggage) {
    this.lease = lease;
    this.number = lease.round;
    this.luggage = luggage;
    this.units = new Map(luggage.units.map((unit) => [String(unit.id), unit]));
    this.houses = new Map(luggage.houses.map((house) => [house.key, { ...house, units: [] }]));
    this.empty = new Set(luggage.empty);
    this.categories = new Map(luggage.categories);
    this.occupancies = new Map(luggage.occupancies);
    this.notes = [];
    this.photos = [];
    for (const unit of this.units.values()) {
      this.houses.get(unit.house)?.units.push(unit);
    }
  }

  static async open(lease) {
    const sealed = await store.get("luggage", lease.id);
    const round = new Round(lease, await store.openText(lease.key, sealed));
    const mine = (row) => row.lease === lease.id;
    const rows = (await store.all("notes")).filter(mine).sort((one, other) => one.at - other.at);
    for (const row of rows) {
      const note = { ...(await store.openText(lease.key, row)), at: row.at, refused: row.refused };
      round.notes.push(note);
      round.lay(note);
    }
    for (const row of (await store.all("photos")).filter(mine)) {
      round.photos.push({ id: row.id, unit: row.unit, at: row.at, refused: row.refused });
    }
    return round;
  }

  // How a unit looks after a note; what stood there before goes along with the note, to be put back by an undo.
  lay(note) {
    if (note.kind === "empty_house") {
      this.empty.add(note.house);
      return;
    }
    if (note.kind === "new_unit" && !this.units.has(note.local)) {
      const house = this.houses.get(note.house);
      const made = { id: note.local, house: note.house, observation: 0, seen_on: null, occupants: [], category: "" };
      this.units.set(note.local, Object.assign(made, { position: note.position, floor: note.floor }));
      house.units.push(made);
      this.empty.delete(note.house);
    }
    const unit = this.units.get(String(note.unit ?? note.local));
    if (!unit) {
      return;
    }
    if (note.values) {
      const { occupancy, occupants, newcomer, category, use_class } = note.values;
      const known = [...unit.occupants, ...(unit.former ?? [])].filter(({ id }) => occupants.includes(id));
      unit.former = [...unit.occupants, ...(unit.former ?? [])];
      unit.occupancy = occupancy;
      unit.occupants = newcomer ? [...known, { id: 0, name: newcomer }] : known;
      unit.category = category;
      unit.use_class = use_class ?? "";
    }
    unit.done = true;
    unit.seen_on = note.seen_on;
  }

  // Keeps a note before anything else happens to it; resolves once it is on the disk.
  async note(note) {
    const unit = this.units.get(String(note.unit ?? note.local));
    note.before = unit ? structuredClone({ ...unit, former: undefined }) : null;
    this.notes.push(note);
    this.lay(note);
    await this.keep(note);
  }

  // What was noted last of a unit and can still be put right, because it was not sent.
  unsent(unit) {
    const last = this.notes.findLast((note) => String(note.unit ?? note.local) === String(unit?.id));
    return last?.values && !last.isOnItsWay ? last : undefined;
  }

  // Whether a unit is new and the office has not heard of it.
  isUnsent(unit) {
    return !unit || this.unsent(unit)?.kind === "new_unit";
  }

  async putRight(note, said) {
    const unit = this.units.get(String(note.unit ?? note.local));
    Object.assign(unit, note.before ?? { occupants: [], category: "" }, { former: [] });
    Object.assign(note, said, { at: Date.now() });
    if (note.kind === "new_unit") {
      Object.assign(unit, { position: note.position, floor: note.floor });
    }
    this.lay(note);
    await this.keep(note);
  }

  async keep(note) {
    const { before, refused, isOnItsWay, ...kept } = note;
    const sealed = await store.lockText(this.lease.key, { ...kept, before });
    await store.put("notes", { id: note.id, lease: this.lease.id, at: note.at, refused: refused ?? null, ...sealed });
  }

  async undo(note) {
    this.notes = this.notes.filter((each) => each !== note);
    await store.remove("notes", note.id);
    if (note.kind === "empty_house") {
      this.empty.delete(note.house);
    } else if (note.kind === "new_unit") {
      this.units.delete(note.local);
      const house = this.houses.get(note.house);
      house.units = house.units.filter(({ id }) => id !== note.local);
    } else if (note.before) {
      Object.assign(this.units.get(String(note.unit ?? note.local)), note.before);
    }
  }

  // What the office said to these notes. The luggage is kept before they go: what is cut off between is sent again.
  async answered(notes, answers) {
    const taken = [];
    for (const [nth, note] of notes.entries()) {
      if (await this.hear(note, answers[nth])) {
        taken.push(note);
      }
    }
    if (taken.length) {
      await this.keepLuggage();
    }
    for (const note of taken) {
      await store.remove("notes", note.id);
    }
  }

  // Whether the office has taken a note.
  async hear(note, answer) {
    if (answer.status === "refused") {
      note.refused = answer.sentence;
      await this.keep(note);
      return false;
    }
    this.notes = this.notes.filter((each) => each !== note);
    const unit = this.units.get(String(note.unit ?? note.local));
    if (unit && answer.unit) {
      const { observation, occupancy, occupants, category, use_class } = answer;
      await this.renamePhotos(note.local, answer.unit);
      Object.assign(unit, { server: answer.unit, observation, waits: ["conflict", "late"].includes(answer.status) ? answer.status : "" });
      // A later note of the same unit, not sent yet, stays on top.
      if (occupancy && !this.notes.some((later) => (later.unit ?? later.local) === (note.unit ?? note.local))) {
        Object.assign(unit, { occupancy, occupants, category, use_class });
      }
    }
    return true;
  }

  // What was taken along, brought up to date with what the office has answered.
  async keepLuggage() {
    const units = [...this.units.values()].map(({ former, ...unit }) => unit);
    const luggage = { ...this.luggage, units, empty: [...this.empty] };
    await store.put("luggage", { id: this.lease.id, ...(await store.lockText(this.lease.key, luggage)) });
  }

  async photograph(unit, blob) {
    const row = { id: crypto.randomUUID(), lease: this.lease.id, unit: unit.id, at: Date.now(), refused: null };
    await store.put("photos", { ...row, ...(await store.lock(this.lease.key, await blob.arrayBuffer())) });
    this.photos.push(row);
    return row;
  }

  // Photos of a unit made here go by its number as soon as it has one, so that no new luggage orphans them.
  async renamePhotos(local, number) {
    for (const photo of local ? this.photos.filter(({ unit }) => unit === local) : []) {
      photo.unit = number;
      await store.put("photos", { ...(await store.get("photos", photo.id)), unit: number });
    }
  }

  async dropPhoto(photo) {
    this.photos = this.photos.filter((each) => each !== photo);
    await store.remove("photos", photo.id);
  }

  get waiting() {
    return this.notes.length + this.photos.length;
  }

  isDone(house) {
    return house.units.length ? house.units.every(({ done }) => done) : this.empty.has(house.key);
  }

  // The parts to walk: those given to somebody, or else every street.
  get parts() {
    if (this.luggage.segments.length) {
      const mineFirst = [...this.luggage.segments].sort((one, other) => other.mine - one.mine);
      return mineFirst.map(({ id, label, who, houses }) => ({ id: `s${id}`, label, who, houses }));
    }
    const streets = new Map();
    for (const house of this.houses.values()) {
      const part = streets.get(house.street) ?? { id: `t${house.street}`, label: house.street, who: "", houses: [] };
      part.houses.push(house.key);
      streets.set(house.street, part);
    }
    return [...streets.values()];
  }
}
