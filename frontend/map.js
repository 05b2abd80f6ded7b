// The map of a page. The list beside it shows the same entries and works alone; the map adds the where.
import { LngLatBounds, Map, NavigationControl, Popup, addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";
import { text, toast } from "./app/page.js";
import { followList } from "./map/list.js";
import { letPick } from "./map/pick.js";
import { addPins, setActive, showData } from "./map/pins.js";
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
  data.features.forEach(({ geometry }) => bounds.extend(geometry.coordinates));
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
  link.textContent = text(properties.use_class === "vacant" ? "vacancies" : "profile");
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
}

// Shows one entry of the list on the map; null takes the mark away.
function show(map, feature) {
  setActive(map, feature);
  if (feature && !map.getBounds().contains(feature.geometry.coordinates)) {
    map.easeTo({ center: feature.geometry.coordinates, animate: !isCalm() });
  }
}

// Where there are very many, only those in sight are asked for, and only how many where even those are too many.
const isByBox = (place) => "byBox" in place.dataset;

function urlOf(place, map) {
  const url = new URL(place.dataset.geojson, location.href);
  if (isByBox(place)) {
    const sight = map.getBounds();
    const box = [sight.getWest(), sight.getSouth(), sight.getEast(), sight.getNorth()];
    url.searchParams.set("box", box.map((degrees) => degrees.toFixed(6)).join(","));
  }
  return url;
}

async function entriesOf(place, map, signal) {
  const answer = await fetch(urlOf(place, map), { signal });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  return answer.json();
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
  letPick(map, lat, lon);
  map.once("load", () => (place.dataset.mapReady = ""));
  followTheme(map, styled);
}

// Asks anew for what is in sight each time the map has come to rest; of several answers the last one counts.
function followSight(place, map, show) {
  let asking = new AbortController();
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    try {
      show(await entriesOf(place, map, asking.signal));
    } catch (error) {
      if (error.name !== "AbortError") {
        toast(text("failed"));
      }
    }
  };
  map.on("moveend", () => isByBox(place) && ask());
  return ask;
}

async function draw(place) {
  drawn.set(place, () => {});
  if (!hasWebGl()) {
    say(place, text("noMap"));
    return;
  }
  setWorkerUrl(absolute(place.dataset.mapWorker));
  let url = place.dataset.geojson;
  let data = { features: [] };
  try {
    const entries = isByBox(place) ? data : entriesOf(place);
    [data] = await Promise.all([entries, document.fonts.load('400 16px "Fira Sans"')]);
  } catch {
    say(place, text("mapFailed"));
    return;
  }
  const styled = () => styleOf(absolute(place.dataset.tiles), absolute(place.dataset.boundary));
  const map = mapIn(place, styled(), data);
  const list = followList(place.dataset.list, (key) => {
    show(map, key === null ? null : data.features.find(({ properties }) => String(properties.key) === key));
  });
  const showNew = (found) => {
    data = found;
    showData(map, data);
    place.dataset.mapReady = "";
  };
  const askForSight = followSight(place, map, showNew);
  map.on("style.load", () => addPins(map, data));
  map.once("load", async () => {
    answerClicks(map, list);
    if (isByBox(place)) {
      await askForSight();
    }
    place.dataset.mapReady = "";
  });
  followTheme(map, styled);
  drawn.set(place, async () => {
    if (place.dataset.geojson === url) {
      return;
    }
    url = place.dataset.geojson;
    if (isByBox(place)) {
      await askForSight();
      return;
    }
    try {
      showNew(await entriesOf(place));
    } catch {
      toast(text("failed"));
      return;
    }
    const bounds = boundsOf(place, data);
    if (!bounds.isEmpty()) {
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
