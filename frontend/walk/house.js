// One house with all its units on one screen.
import { button, day, h, icon, text } from "./dom.js";
import { shrunk } from "./photos.js";

const YEAR = 365 * 24 * 60 * 60 * 1000;

// Colour and sign by how long ago somebody looked.
export function ageOf(unit) {
  if (unit.done) {
    return "done";
  }
  if (!unit.seen_on) {
    return "never";
  }
  return Date.now() - Date.parse(unit.seen_on) < YEAR ? "fresh" : "old";
}

const SIGNS = { done: "✓", fresh: "○", old: "◔", never: "?" };

export const sign = (unit) => {
  const age = ageOf(unit);
  return h("span", { class: `walk-sign walk-sign--${age}`, title: text(age) }, h("span", { "aria-hidden": "true" }, SIGNS[age]), h("span", { class: "kern-sr-only" }, text(age)));
};

export function nameOf(round, unit) {
  const names = unit.occupants.map(({ name }) => name).filter(Boolean).join(", ");
  return names || round.occupancies.get(unit.occupancy) || text("neverSeen");
}

function whereOf(unit) {
  const position = unit.position ? text(unit.position) : "";
  return [position, unit.floor ? text("floorOf", { floor: unit.floor }) : ""].filter(Boolean).join(", ");
}

function unitCard(walk, unit) {
  const { round } = walk;
  const name = nameOf(round, unit);
  const what = unit.occupants.length ? [round.occupancies.get(unit.occupancy), round.categories.get(unit.category)] : [];
  const note = round.notes.findLast((each) => String(each.unit ?? each.local) === String(unit.id));
  const photos = round.photos.filter((each) => each.unit === unit.id).length;
  const about = { "aria-label": `${text("unchanged")}: ${name}` };
  const actions = unit.done
    ? [note ? button(text("undo"), () => walk.undo(note), { "aria-label": `${text("undo")}: ${name}` }) : null, button(text("change"), () => walk.edit(unit), { kind: "tertiary", "aria-label": `${text("change")}: ${name}` })]
    : [
        unit.occupancy ? button(text("unchanged"), () => walk.unchanged(unit), { kind: "primary", sign: "check", ...about }) : null,
        ["vacant", ""].includes(unit.occupancy) ? null : button(text("nowVacant"), () => walk.edit(unit, "vacant"), { "aria-label": `${text("nowVacant")}: ${name}` }),
        button(text("change"), () => walk.edit(unit), { "aria-label": `${text("change")}: ${name}` }),
      ];
  return h(
    "li",
    { class: `walk-unit walk-unit--${ageOf(unit)}`, "data-unit": unit.id },
    h("div", { class: "walk-unit__head" }, sign(unit), h("div", {}, h("p", { class: "walk-unit__name" }, name), h("p", { class: "walk-unit__what" }, [...what, whereOf(unit), unit.seen_on ? text("seenOn", { day: day(unit.seen_on) }) : ""].filter(Boolean).join(" · ")), unit.waits ? h("p", { class: "walk-unit__conflict" }, text(unit.waits)) : null)),
    h("div", { class: "walk-unit__actions" }, actions, photoButton(walk, unit, photos)),
  );
}

function photoButton(walk, unit, photos) {
  const input = h("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    class: "kern-sr-only",
    onchange: async () => {
      const [file] = input.files;
      input.value = "";
      if (file) {
        try {
          walk.last = await walk.round.photograph(unit, await shrunk(file));
          walk.say(text("photoKept"));
        } catch {
          walk.last = null;
          walk.say(text("photoFailed"));
        }
        walk.show();
      }
    },
  });
  const label = photos ? text("photos", { count: photos }) : text("photo");
  return h("label", { class: "button button--tertiary walk-photo" }, input, label);
}

export function houseScreen(walk, house, part) {
  const { round } = walk;
  const keys = part.houses;
  const at = keys.indexOf(house.key);
  const isEmpty = round.empty.has(house.key);
  const asksForUnits = !house.units.length && house.address && !isEmpty;
  const onwardKind = round.isDone(house) ? "primary" : "secondary";
  const left = keys.filter((key) => !round.isDone(round.houses.get(key))).length;
  const go = (step) => walk.go(part, keys[at + step]);
  const toParts = () => walk.enter({ screen: "parts" });
  return h(
    "section",
    { class: "walk-house" },
    h("div", { class: "walk-house__head" }, h("h1", { tabindex: "-1" }, `${house.street} ${house.number}`.trim() || text("noAddress")), h("p", {}, text("houseOf", { at: at + 1, of: keys.length, left }))),
    h("ul", { class: "walk-units" }, house.units.map((unit) => unitCard(walk, unit))),
    house.units.length ? null : h("p", { class: "walk-house__empty" }, isEmpty ? [icon("check"), text("isEmpty")] : text("noUnits")),
    h(
      "div",
      { class: "button-row" },
      asksForUnits ? button(text("nothingHere"), () => walk.nothing(house), { kind: "primary", sign: "check" }) : null,
      house.address ? button(text(asksForUnits ? "addFirst" : "somethingMissing"), () => walk.add(house), { kind: asksForUnits ? "secondary" : "tertiary", sign: "add" }) : null,
    ),
    h("nav", { class: "walk-house__nav", "aria-label": text("houses") }, at ? button(text("back"), () => go(-1), { sign: "arrow-back" }) : h("span"), at < keys.length - 1 ? button(text("onward"), () => go(1), { kind: onwardKind, sign: "arrow-forward" }) : button(text("toParts"), toParts, { kind: onwardKind, sign: "list" })),
  );
}
