// The form for what is different at a unit, or for one that is new.
import { button, day, h, text, today } from "./dom.js";

const USED = ["occupied", "interim_use"];
const POSITIONS = ["left", "right", "middle", "corner", "courtyard"];

const field = (label, input, more = {}) => h("label", { class: "walk-field", ...more }, h("span", {}, label), input);
const option = (value, label, chosen) => h("option", { value, selected: value === chosen }, label);

// unit: null for a new one; isNew: nobody has heard of it yet. Calls save with the values of a note and where in the house it is; cancel without. draft:
// what keep was called with, where somebody was interrupted.
export function unitForm(round, unit, { isNew, save, cancel, keep, draft, occupancy }) {
  const here = (unit?.occupants ?? []).filter(({ id }) => id);
  // Somebody new whom the office does not know yet: the name can still be put right.
  const newcomer = unit?.occupants.find(({ id }) => !id)?.name ?? "";
  const chosen = occupancy ?? (unit?.occupancy || "occupied");
  const kinds = [...round.occupancies].map(([value, label]) =>
    h(
      "label",
      { class: "walk-choice" },
      h("input", { type: "radio", name: "occupancy", value, checked: value === chosen }),
      h("span", {}, label),
    ),
  );
  const stays = here.map(({ id, name }) =>
    h(
      "label",
      { class: "walk-choice" },
      h("input", { type: "checkbox", name: "occupant", value: id, checked: true }),
      h("span", {}, name || text("nameless")),
    ),
  );
  const category = round.categories.get(unit?.category) ?? "";
  const since = h("select", { name: "since" }, option("", text("sinceUnknown"), ""), option("day", text("sinceDay")), option("year", text("sinceYear")), option("before", text("sinceBefore")));
  const when = h("input", { name: "when", inputmode: "numeric", autocomplete: "off" });
  const ending = h("select", { name: "ending" }, option("", text("endingUnknown"), ""), round.luggage.endings.map(([value, label]) => option(value, label)));
  const form = h(
    "form",
    { class: "walk-form", novalidate: true },
    h("h2", { tabindex: "-1" }, isNew ? text("newUnit") : text("change")),
    isNew ? field(text("position"), h("select", { name: "position" }, option("", text("positionUnknown"), ""), POSITIONS.map((value) => option(value, text(value), unit?.position)))) : null,
    isNew ? field(text("floor"), h("input", { name: "floor", type: "number", value: String(unit?.floor ?? 0), min: "-9", max: "99" })) : null,
    h("fieldset", {}, h("legend", {}, text("theUnitIs")), kinds),
    h(
      "div",
      { "data-used": true },
      stays.length ? h("fieldset", {}, h("legend", {}, text("whoIsThere")), stays) : null,
      field(text("newName"), h("input", { name: "newcomer", value: newcomer, maxlength: "200", autocomplete: "off" })),
      field(text("category"), h("input", { name: "category", list: "walk-categories", value: category, autocomplete: "off" })),
    ),
    field(text("since"), since),
    field(text("when"), when, { "data-when": true, hidden: true }),
    isNew ? null : field(text("ending"), ending, { "data-ending": true }),
    field(text("note"), h("textarea", { name: "note", rows: "2", maxlength: "2000" })),
    h("p", { class: "walk-error", role: "alert" }),
    h("div", { class: "button-row" }, h("button", { type: "submit", class: "button" }, text("save")), button(text("cancel"), cancel, { kind: "tertiary" })),
  );
  const follow = () => {
    const is = form.elements.occupancy.value;
    form.querySelector("[data-used]").hidden = !USED.includes(is);
    form.querySelector("[data-when]").hidden = !since.value;
    const isOver = !USED.includes(is) || [...form.querySelectorAll("[name=occupant]")].some(({ checked }) => !checked);
    form.querySelector("[data-ending]")?.toggleAttribute("hidden", !(here.length && isOver));
  };
  form.addEventListener("change", follow);
  form.addEventListener("input", () => keep(entered(form)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      save(valuesOf(form, round, unit), { position: form.elements.position?.value ?? "", floor: Number(form.elements.floor?.value ?? 0) });
    } catch (error) {
      form.querySelector(".walk-error").textContent = error.message;
      form.querySelector(".walk-error").scrollIntoView({ block: "nearest" });
    }
  });
  restore(form, draft ?? []);
  follow();
  return form;
}

const isTicked = ({ type }) => ["radio", "checkbox"].includes(type);

const entered = (form) => [...form.elements].filter(({ name }) => name).map((each) => [each.name, each.value, isTicked(each) ? each.checked : null]);

function restore(form, draft) {
  for (const [name, value, checked] of draft) {
    const found = [...form.elements].find((each) => each.name === name && (!isTicked(each) || each.value === value));
    if (found && checked !== null) {
      found.checked = checked;
    } else if (found) {
      found.value = value;
    }
  }
}

function valuesOf(form, round, unit) {
  const of = form.elements;
  const occupancy = of.occupancy.value;
  const isUsed = USED.includes(occupancy);
  const occupants = [...form.querySelectorAll("[name=occupant]:checked")].map(({ value }) => Number(value)).filter(Boolean);
  const newcomer = isUsed ? of.newcomer.value.trim() : "";
  return {
    occupancy,
    occupants: isUsed ? occupants : [],
    newcomer,
    ...kindOf(isUsed ? categoryOf(of.category.value, round) : "", unit),
    note: of.note.value.trim(),
    former_ended: of.ending && !of.ending.closest("[data-ending]").hidden ? of.ending.value : "",
    since: of.since.value ? sinceOf(of.since.value, of.when.value.trim()) : null,
  };
}

// The use class of an import stays with its category, also where there is none.
const kindOf = (category, unit) => ({ category, use_class: unit && category === unit.category ? (unit.use_class ?? "") : "" });

function categoryOf(written, round) {
  const wanted = written.trim().toLowerCase();
  if (!wanted) {
    return "";
  }
  const found = [...round.categories].find(([key, label]) => [key, label.toLowerCase()].includes(wanted));
  if (!found) {
    throw new Error(text("noSuchCategory", { name: written }));
  }
  return found[0];
}

// A day as 24.12.2025 or 2025-12-24, or a year; the office hears the same as from its own form.
function sinceOf(kind, written) {
  if (kind === "day") {
    const [, d, m, y] = written.match(/^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/) ?? [];
    const iso = y ? `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` : written;
    if (!/^\d{4}-\d\d-\d\d$/.test(iso) || Number.isNaN(Date.parse(iso)) || iso > today()) {
      throw new Error(text("noSuchDay", { day: day(today()) }));
    }
    return { kind, day: iso };
  }
  const year = Number(written);
  const last = new Date().getFullYear();
  if (!/^\d{4}$/.test(written) || year < 1800 || year > last) {
    throw new Error(text("noSuchYear", { year: last }));
  }
  return { kind, year };
}
