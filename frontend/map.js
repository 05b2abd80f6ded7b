// The map of a page. The list beside it shows the same entries and works alone; the map adds the where.
import { LngLatBounds, Map, NavigationControl, Popup, addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";
import { text, toast } from "./app/page.js";
import { followList } from "./map/list.js";
import { letPick } from "./map/pick.js";
import { addPins, cornersOf, setActive, showData } from "./map/pins.js";
import { addSliders } from "./map/slider.js";
import { styleOf } from "./map/style.js";

addProtocol("pmtiles", new Protocol().tile);

const FIT = { padding: 40, maxZoom: 17 };
const isTouch = matchMedia("(pointer: coarse)").matches;
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const absolute = (url) => (url ? new URL(url, location.href).href : "");
// The places on the page that have their map: what follows when the filters ask for other entries.
const drawn = new WeakMap();

function say(place, sentence) {
  const note = document.createElement("p");
  note.className = "map__fallback";
  note.textContent = sentence;
  place.replaceChildren(note);
  place.classList.add("map--missing");
}

function hasWebGl() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function boundsOf(place, data) {
  const bounds = new LngLatBounds();
  data.features.forEach((feature) => cornersOf(feature).forEach((corner) => bounds.extend(corner)));
  if (place.dataset.bounds && (bounds.isEmpty() || !place.dataset.geojson.includes("?"))) {
    const [west, south, east, north] = JSON.parse(place.dataset.bounds);
    return new LngLatBounds([west, south], [east, north]);
  }
  return bounds;
}

const words = () => ({
  "Map.Title": text("map"),
  "Marker.Title": text("marker"),
  "NavigationControl.ZoomIn": text("zoomIn"),
  "NavigationControl.ZoomOut": text("zoomOut"),
  "AttributionControl.ToggleAttribution": text("attribution"),
  "Popup.Close": text("closePopup"),
  "CooperativeGesturesHandler.WindowsHelpText": text("ctrlScroll"),
  "CooperativeGesturesHandler.MacHelpText": text("cmdScroll"),
  "CooperativeGesturesHandler.MobileHelpText": text("twoFingers"),
});

function cardOf({ properties }) {
  const card = document.createElement("div");
  card.className = "map-card";
  const name = document.createElement("p");
  name.className = "map-card__name";
  name.textContent = properties.name;
  const category = document.createElement("p");
  category.textContent = properties.category;
  const link = document.createElement("a");
  link.href = properties.url;
  link.textContent = properties.label ?? text(properties.use_class === "vacant" ? "vacancies" : "profile");
  card.append(name, category, link);
  return card;
}

// Moves the map until the whole card lies on it and below its buttons; on a phone a card is nearly as wide as the map.
function showWhole(map, popup) {
  const [card, ground] = [popup.getElement().getBoundingClientRect(), map.getContainer().getBoundingClientRect()];
  const buttons = map.getContainer().querySelector(".maplibregl-ctrl-top-right").getBoundingClientRect();
  const top = card.right > buttons.left ? buttons.bottom : ground.top;
  const over = (first, last, from, to) => Math.min(0, first - from - 8) + Math.max(0, last + 8 - to);
  const across = over(card.left, card.right, ground.left, ground.right);
  const down = over(card.top, card.bottom, top, ground.bottom);
  if (across || down) {
    map.panBy([across, down], { animate: !isCalm() });
  }
}

function answerClicks(map, list) {
  const pointer = (shown) => () => (map.getCanvas().style.cursor = shown ? "pointer" : "");
  for (const layer of ["cluster", "cell", "pin", "vacant"]) {
    map.on("mouseenter", layer, pointer(true));
    map.on("mouseleave", layer, pointer(false));
  }
  map.on("click", "cluster", async ({ features: [cluster] }) => {
    const zoom = await map.getSource("entries").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom, animate: !isCalm() });
  });
  map.on("click", "cell", ({ features: [cell] }) => {
    map.easeTo({ center: cell.geometry.coordinates, zoom: map.getZoom() + 2, animate: !isCalm() });
  });
  const open = (feature) => {
    const popup = new Popup({ offset: 18, maxWidth: "min(18rem, 80vw)", closeOnMove: false, locale: words() });
    popup.setLngLat(feature.geometry.coordinates).setDOMContent(cardOf(feature)).addTo(map);
    list.mark(feature.properties.key);
    showWhole(map, popup);
  };
  map.on("click", "pin", ({ features: [feature] }) => open(feature));
  map.on("click", "vacant", ({ features: [feature] }) => open(feature));
  return open;
}

// An address may name one of the pins, as the list of vacant units does: then the map begins there.
function openNamed(map, data, open) {
  const named = data.features.find(({ properties }) => `#${properties.key}` === location.hash);
  if (named) {
    map.jumpTo({ center: named.geometry.coordinates, zoom: 18 });
    open(named);
  }
}

// Shows one entry of the list on the map; null takes the mark away.
function show(map, feature) {
  setActive(map, feature);
  if (feature && !map.getBounds().contains(feature.geometry.coordinates)) {
    map.easeTo({ center: feature.geometry.coordinates, animate: !isCalm() });
  }
}

// Where there are very many, only those in sight are asked for, and only how many where even those are too many. Boxes
// are widened to a coarse grid: several visitors ask alike, and nobody's address tells just where they look.
const GRID = 0.002;
const isByBox = (place) => "byBox" in place.dataset;
const outward = (degrees, round) => (round(degrees / GRID) * GRID).toFixed(3);

function urlOf(place, map) {
  const url = new URL(place.dataset.geojson, location.href);
  if (map && isByBox(place)) {
    const sight = map.getBounds();
    const first = [sight.getWest(), sight.getSouth()].map((degrees) => outward(degrees, Math.floor));
    const last = [sight.getEast(), sight.getNorth()].map((degrees) => outward(degrees, Math.ceil));
    url.searchParams.set("box", [...first, ...last].join(","));
  }
  return url;
}

// Asks for the entries of a place; of several answers under way only the last one asked for is given, else null.
function askerOf(place) {
  let asking = new AbortController();
  return async (map) => {
    if (place.given) {
      return place.given;
    }
    asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(urlOf(place, map), { signal: asking.signal });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return await answer.json();
    } catch (error) {
      if (error.name === "AbortError") {
        return null;
      }
      throw error;
    }
  };
}

function mapIn(place, style, data) {
  const bounds = boundsOf(place, data);
  // A box of its own: what htmx does to the place leaves the map alone.
  const container = document.createElement("div");
  container.className = "map__ground";
  place.replaceChildren(container);
  const map = new Map({
    container,
    style,
    bounds: bounds.isEmpty() ? undefined : bounds,
    fitBoundsOptions: FIT,
    minZoom: 9,
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: isTouch || !place.classList.contains("map--tall"),
    attributionControl: {
      compact: false,
      customAttribution:
        '<a href="https://www.openstreetmap.org/copyright" rel="license external">© OpenStreetMap</a>, ODbL',
    },
    locale: words(),
    fadeDuration: isCalm() ? 0 : 150,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  // The browser itself reports requests that failed; those given up because the page is left or redrawn are no failure.
  map.on("error", ({ error }) => {
    if (error?.message !== "Failed to fetch") {
      console.error(error);
    }
  });
  return map;
}

function followTheme(map, styled) {
  const restyle = () => map.setStyle(styled(), { diff: false });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  document.addEventListener("page:theme", restyle);
}

// A map to pick a point on; without it the fields are filled in by hand.
async function drawPicker(place) {
  drawn.set(place, () => {});
  const [lat, lon] = [place.dataset.pickLat, place.dataset.pickLon].map((id) => document.getElementById(id));
  if (!hasWebGl()) {
    return;
  }
  setWorkerUrl(absolute(place.dataset.mapWorker));
  await document.fonts.load('400 16px "Fira Sans"');
  const styled = () => styleOf(absolute(place.dataset.tiles), absolute(place.dataset.boundary));
  const map = mapIn(place, styled(), { features: [] });
  letPick(map, place, lat, lon);
  map.once("load", () => (place.dataset.mapReady = ""));
  followTheme(map, styled);
}

// An entry of the list as a point of the map, also where the map does not hold it.
function pointOf(place, data, key) {
  const known = data.features.find(({ properties }) => String(properties.key) === key);
  const item = document.getElementById(place.dataset.list)?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (known || !item?.dataset.lat) {
    return known ?? null;
  }
  const coordinates = [Number(item.dataset.lon), Number(item.dataset.lat)];
  const [, use_class] = item.querySelector(".use")?.className.match(/use--(\w+)/) ?? [];
  return { type: "Feature", geometry: { type: "Point", coordinates }, properties: { key, use_class } };
}

async function draw(place) {
  drawn.set(place, () => {});
  if (!hasWebGl()) {
    say(place, text("noMap"));
    return;
  }
  setWorkerUrl(absolute(place.dataset.mapWorker));
  const ask = askerOf(place);
  let url = place.dataset.geojson;
  let data = { features: [] };
  try {
    const entries = isByBox(place) ? data : ask();
    [data] = await Promise.all([entries, document.fonts.load('400 16px "Fira Sans"')]);
  } catch {
    say(place, text("mapFailed"));
    return;
  }
  const styled = () => styleOf(absolute(place.dataset.tiles), absolute(place.dataset.boundary));
  const map = mapIn(place, styled(), data);
  let active = null;
  const mark = () => setActive(map, active === null ? null : pointOf(place, data, active));
  const list = followList(place.dataset.list, (key) => {
    active = key;
    show(map, key === null ? null : pointOf(place, data, key));
  });
  const refresh = async () => {
    try {
      const found = await ask(map);
      if (found) {
        data = found;
        showData(map, data);
        mark();
        place.dataset.mapReady = "";
      }
      return Boolean(found);
    } catch {
      toast(text("failed"));
      return false;
    }
  };
  map.on("style.load", () => addPins(map, data, { apart: "apart" in place.dataset }));
  map.on("moveend", () => isByBox(place) && refresh());
  map.once("load", async () => {
    const open = answerClicks(map, list);
    if (isByBox(place)) {
      await refresh();
    }
    openNamed(map, data, open);
    place.dataset.mapReady = "";
  });
  followTheme(map, styled);
  drawn.set(place, async () => {
    if (place.dataset.geojson === url) {
      return;
    }
    url = place.dataset.geojson;
    const isWhole = await refresh();
    const bounds = boundsOf(place, isByBox(place) ? { features: [] } : data);
    if (isWhole && !bounds.isEmpty()) {
      map.fitBounds(bounds, { ...FIT, animate: !isCalm() });
    }
  });
}

function drawAll() {
  for (const place of document.querySelectorAll("[data-map]")) {
    const follow = drawn.get(place);
    if (follow) {
      follow();
    } else if (place.dataset.pickLat) {
      drawPicker(place);
    } else {
      draw(place);
    }
  }
}

document.addEventListener("page:changed", drawAll);
drawAll();
addSliders();
