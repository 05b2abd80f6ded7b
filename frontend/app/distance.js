// Sorts a list by distance. The position is asked for only after the click and never leaves the browser.
import { announce, language, text, toast } from "./page.js";

const EARTH_M = 6_371_000;
const radians = (degrees) => (degrees * Math.PI) / 180;

export function distanceM(a, b) {
  const half =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half));
}

function asText(metres) {
  const [value, unit, digits] = metres < 950 ? [Math.round(metres / 10) * 10, "meter", 0] : [metres / 1000, "kilometer", 1];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}

function sortFrom(list, position) {
  const items = [...list.children].map((item) => ({
    item,
    metres: item.dataset.lat ? distanceM(position, { lat: +item.dataset.lat, lon: +item.dataset.lon }) : Infinity,
  }));
  items.sort((one, other) => one.metres - other.metres);
  for (const { item, metres } of items) {
    const place = item.querySelector("[data-distance]");
    if (place && metres < Infinity) {
      place.hidden = false;
      place.textContent = text("away", { distance: asText(metres) });
    }
    list.append(item);
  }
  const note = document.querySelector("[data-sorted-from]");
  const sentence = note?.dataset.sorted || text("sorted");
  if (note) {
    note.textContent = sentence;
  }
  announce(sentence);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sort-distance]");
  const list = button && document.getElementById(button.dataset.sortDistance);
  if (!list) {
    return;
  }
  const refuse = () => toast(text("noPosition"));
  if (!navigator.geolocation) {
    refuse();
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => sortFrom(list, { lat: coords.latitude, lon: coords.longitude }),
    refuse,
    { timeout: 10_000, maximumAge: 60_000 },
  );
});
