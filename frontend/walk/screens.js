// The screens of the walk but for a house: which rounds, which streets, the form, the map, what was not taken.
import { button, day, h, text } from "./dom.js";
import { unitForm } from "./form.js";
import { houseScreen, nameOf } from "./house.js";
import { roomWarnings, warning } from "./status.js";

const heading = (...said) => h("h1", { tabindex: "-1" }, ...said);
const toParts = (walk) => button(text("parts"), () => walk.enter({ screen: "parts" }), { kind: "tertiary" });
const toRounds = (walk) => button(text("rounds"), () => walk.enter({ screen: "rounds" }), { kind: "tertiary" });
const sendAll = (walk) => button(text("send"), () => walk.send({ everything: true }), { kind: "primary" });

function roundItem(walk, { number, reference_on }, lease) {
  const isRunning = walk.office.greeting && !lease?.isOver;
  const goOn = async () => {
    await walk.open(number);
    walk.enter(walk.place);
  };
  const take = { kind: lease ? "secondary" : "primary", sign: "download" };
  return h(
    "li",
    {},
    h("p", { class: "walk-unit__name" }, text("round", { number }), reference_on ? ` · ${text("referenceOn", { day: day(reference_on) })}` : ""),
    lease?.isOver ? h("p", {}, text("isOver")) : null,
    lease?.waiting ? h("p", {}, text("waiting", { count: lease.waiting })) : null,
    h(
      "div",
      { class: "button-row" },
      lease ? button(text("goOn"), goOn, { kind: "primary" }) : null,
      isRunning ? button(text(lease ? "refresh" : "takeAlong"), () => walk.takeAlong(number), take) : null,
      lease ? button(text("giveBack"), () => walk.enter({ screen: "giveBack", round: number }), { kind: "tertiary" }) : null,
    ),
  );
}

function rounds(walk) {
  const mine = new Map(walk.known.map((lease) => [lease.round, lease]));
  const running = walk.office.greeting?.rounds ?? [];
  const numbers = new Set(running.map(({ number }) => number));
  const all = [...running, ...walk.known.filter(({ round }) => !numbers.has(round)).map(({ round }) => ({ number: round }))];
  return h(
    "section",
    {},
    heading(text("title")),
    h("p", { class: "lead" }, text("lead")),
    walk.me?.name ? h("p", {}, text("signedInAs", { name: walk.me.name })) : null,
    all.length ? roomWarnings(walk) : h("p", {}, text("noRounds")),
    walk.othersWaiting ? warning(text("othersNotes")) : null,
    h("ul", { class: "walk-rounds" }, all.map((each) => roundItem(walk, each, mine.get(each.number)))),
    h("p", {}, h("a", { href: walk.addresses.office }, text("toOffice"))),
  );
}

function locked(walk) {
  const number = walk.place.round;
  return h(
    "section",
    {},
    heading(text("lockedTitle")),
    h("p", { class: "lead" }, text("lockedText")),
    h("div", { class: "button-row" }, button(text("unlock"), () => walk.takeAlong(number), { kind: "primary" }), toRounds(walk)),
  );
}

function partItem(walk, part) {
  const { round } = walk;
  const houses = part.houses.map((key) => round.houses.get(key));
  const done = houses.filter((house) => round.isDone(house)).length;
  const first = houses.find((house) => !round.isDone(house)) ?? houses[0];
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "walk-part", onclick: () => walk.go(part, first.key) },
      h("span", { class: "walk-part__name" }, part.label || text("noAddress"), part.who ? ` · ${part.who}` : ""),
      h("span", {}, text("doneOf", { done, of: houses.length })),
      h("progress", { max: houses.length, value: done, "aria-hidden": "true" }),
    ),
  );
}

function parts(walk) {
  const { round } = walk;
  const { isOver, endsAt } = round.lease;
  const until = new Date(endsAt).toLocaleDateString(document.documentElement.lang);
  const giveBack = button(text("giveBack"), () => walk.enter({ screen: "giveBack" }), { kind: "tertiary" });
  return h(
    "section",
    {},
    heading(text("round", { number: round.number })),
    isOver ? warning(text(round.waiting ? "lateNotes" : "isOver")) : h("p", { class: "lead" }, text("chooseStreet")),
    isOver ? null : h("ul", { class: "walk-parts" }, round.parts.filter(({ houses }) => houses.length).map((part) => partItem(walk, part))),
    isOver ? null : h("p", {}, text("readableUntil", { day: until })),
    isOver && round.waiting && navigator.onLine ? sendAll(walk) : null,
    h("div", { class: "button-row" }, isOver ? null : button(text("map"), () => walk.enter({ screen: "map" }), { sign: "map" }), toRounds(walk), giveBack),
  );
}

// Only what is sent goes: whoever ends the walk on this device loses nothing.
function giveBack(walk) {
  const { round: number } = walk.place;
  const isOpen = walk.round?.number === number;
  const waiting = isOpen ? walk.round.waiting : (walk.known.find(({ round }) => round === number)?.waiting ?? 0);
  const back = isOpen ? toParts(walk) : toRounds(walk);
  const open = button(text("goOn"), async () => (await walk.open(number), walk.enter(walk.place)), { kind: "primary" });
  return h(
    "section",
    {},
    heading(text("giveBackTitle", { number })),
    waiting ? warning(text("giveBackWaiting", { count: waiting })) : h("p", { class: "lead" }, text("giveBackText")),
    h("div", { class: "button-row" }, waiting ? (isOpen ? sendAll(walk) : open) : button(text("giveBack"), () => walk.giveBack(number), { kind: "primary" }), back),
  );
}

function form(walk) {
  const { form: asked } = walk.place;
  const unit = asked.unit === undefined ? null : walk.round.units.get(String(asked.unit));
  const house = walk.round.houses.get(unit?.house ?? asked.house);
  const shown = unitForm(walk.round, unit, {
    isNew: walk.round.isUnsent(unit),
    occupancy: asked.occupancy,
    draft: asked.draft,
    cancel: () => walk.closeForm(),
    keep: (draft) => walk.keepDraft(draft),
    save: (values, where) => walk.save(unit, house, values, where),
  });
  queueMicrotask(() => shown.querySelector("h2").focus());
  const categories = [...walk.round.categories.values()].map((label) => h("option", { value: label }));
  return h("section", {}, h("h1", { class: "walk-form__where" }, `${house.street} ${house.number}`), shown, h("datalist", { id: "walk-categories" }, categories));
}

function waiting(walk) {
  const rows = [...walk.round.notes, ...walk.round.photos].filter(({ refused }) => refused);
  return h(
    "section",
    {},
    heading(text("refusedTitle")),
    h("ul", { class: "walk-units" }, rows.map((row) => refusedCard(walk, row))),
    rows.length ? null : h("p", {}, text("noneRefused")),
    toParts(walk),
  );
}

function refusedCard(walk, row) {
  const unit = walk.round.units.get(String(row.unit ?? row.local));
  const house = walk.round.houses.get(unit?.house ?? row.house);
  const again = async () => {
    row.refused = null;
    if (row.kind) {
      await walk.round.keep(row);
    }
    walk.send({ everything: true });
  };
  const drop = () => (row.kind ? walk.undo(row) : walk.round.dropPhoto(row).then(() => walk.show()));
  return h(
    "li",
    { class: "walk-unit" },
    h("p", { class: "walk-unit__name" }, house ? `${house.street} ${house.number}` : "", unit ? ` · ${nameOf(walk.round, unit)}` : ""),
    h("p", {}, row.refused),
    h("div", { class: "button-row" }, button(text("again"), again), button(text("drop"), drop, { kind: "tertiary" })),
  );
}

function map(walk) {
  const { dataset } = walk.root;
  const place = h("div", { class: "map map--tall", role: "region", "aria-label": text("mapOfRound") });
  place.dataset.map = "";
  place.dataset.tiles = walk.office.greeting?.map?.url ?? dataset.tiles;
  place.dataset.mapWorker = dataset.workerOfMap;
  place.dataset.geojson = "";
  place.given = featuresOf(walk.round);
  import(dataset.mapScript).then(() => document.dispatchEvent(new Event("page:changed")));
  return h("section", {}, heading(text("map")), place, toParts(walk));
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

const house = (walk) => houseScreen(walk, walk.round.houses.get(walk.place.house), walk.part);

export const SCREENS = { rounds, locked, parts, giveBack, house, form, waiting, map };
