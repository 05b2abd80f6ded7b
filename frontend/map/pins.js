// Pins and clusters: a colour and a symbol for each kind of use.
import { asCss, colourOf } from "./colours.js";
import { TEXT_FONT } from "./style.js";

// The same drawings as in icons.css, on a grid of 24.
const SYMBOLS = {
  retail: "M5 8h14l1 12H4zM8 10V7a4 4 0 0 1 8 0v3",
  gastronomy: "M5 9h11v6a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 11h1.5a2.5 2.5 0 0 1 0 5H16M8 6V4M12 6V4",
  local_economy: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  public_use:
    "M9 11a3 3 0 1 0-.01 0M16.5 11a2.5 2.5 0 1 0-.01 0M3.5 19c0-3.5 2.5-5 5.5-5s5.5 1.5 5.5 5M16 14c2.8 0 4.5 1.5 4.5 4.5",
  vacant: "M4 20V9l8-5 8 5v11zM4 20h16M9 20v-6h6v6",
  // Of survey rounds.
  unknown: "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1.2.6-1.5 1.3-1.5 2.3M12 18.5h.01",
  housing: "M4 11l8-7 8 7M6 9.5V20h12V9.5",
  works: "M12 9a3 3 0 1 0 .01 0M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2",
  // Of the walk: looked at in this round, and still to be looked at.
  done: "M5 13l5 5 9-11",
  todo: "M12 12h.01M12 5a7 7 0 1 0 .01 0",
  // Of cases of vacancies, by their stage.
  owner_unknown: "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1.2.6-1.5 1.3-1.5 2.3M12 18.5h.01",
  no_contact: "M7 4h3l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5v3c0 1-1 2-2 2C10.5 19 5 13.5 5 6c0-1 1-2 2-2z",
  in_talks: "M4 5h16v11h-9l-4 4v-4H4z",
  interim_use: "M12 4a8 8 0 1 0 .01 0M12 8v4.5l3 2",
  let: "M5 13l5 5 9-11",
  dilapidated: "M12 4l9 16H3zM12 10v4M12 17h.01",
  withdrawn: "M6 6l12 12M18 6L6 18",
};
// The same as of the signs in vacancies.css.
const COLOURS = {
  owner_unknown: "--stage-pink",
  no_contact: "--ink",
  in_talks: "--use-retail",
  interim_use: "--use-public-use",
  let: "--use-unknown",
  dilapidated: "--use-vacant",
  withdrawn: "--ink-muted",
};
const SCALE = 2;
const SIZE = 34;

function draw(use) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SCALE;
  const context = canvas.getContext("2d");
  const middle = SIZE / 2;
  context.scale(SCALE, SCALE);
  context.beginPath();
  context.arc(middle, middle, middle - 2, 0, 2 * Math.PI);
  context.fillStyle = asCss(colourOf(COLOURS[use] ?? `--use-${use.replace("_", "-")}`));
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = asCss(colourOf("--surface"));
  context.stroke();
  context.translate(middle - 9, middle - 9);
  context.scale(0.75, 0.75);
  context.lineWidth = 2.2;
  context.lineCap = context.lineJoin = "round";
  context.stroke(new Path2D(SYMBOLS[use]));
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

const imageOf = ["match", ["get", "use_class"], Object.keys(SYMBOLS), ["get", "use_class"], "local_economy"];

function counted(id, source, filter, field, colour, onColour) {
  return [
    {
      id,
      type: "circle",
      source,
      filter,
      paint: {
        "circle-color": colour,
        "circle-radius": ["interpolate", ["linear"], ["get", field], 2, 17, 10, 21, 50, 27, 200, 34, 5000, 40],
        "circle-stroke-width": 2.5,
        "circle-stroke-color": onColour,
      },
    },
    {
      id: `${id}-count`,
      type: "symbol",
      source,
      filter,
      layout: {
        "text-field": ["to-string", ["get", field]],
        "text-font": TEXT_FONT,
        "text-size": 15,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": onColour },
    },
  ];
}

// A place that is told only roughly: a circle of so many metres, as a polygon, because circles of a layer are in pixels.
const METRES_A_DEGREE = 111_320;
const CORNERS = 48;

function circleAround({ geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const north = properties.within_m / METRES_A_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: CORNERS + 1 }, (_each, corner) => {
    const turn = (2 * Math.PI * corner) / CORNERS;
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)];
  });
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

// What has to be in sight for a feature to be seen whole.
export const cornersOf = (feature) =>
  feature.properties.within_m ? circleAround(feature).geometry.coordinates[0] : [feature.geometry.coordinates];

const roughly = (data) => points(data.features.filter(({ properties }) => properties.within_m).map(circleAround));

const points = (features) => ({ type: "FeatureCollection", features });

// What comes as totals, vacant units of a street or very many entries of a cell, stays apart from the clusters.
const isTotal = ({ properties }) => "count" in properties;

function partsOf(data) {
  const of = (use) => points(data.features.filter((each) => isTotal(each) && each.properties.use_class === use));
  return {
    entries: points(data.features.filter((each) => !isTotal(each))),
    vacant: of("vacant"),
    cells: of("many"),
  };
}

// Units of a survey stand for themselves, however many: what is beside each other is what is to be seen.
const CLUSTERED = { cluster: true, clusterRadius: 42, clusterMaxZoom: 17 };
const SMALL_FROM_AFAR = ["interpolate", ["linear"], ["zoom"], 14, 0.5, 17, 1];

export function addPins(map, data, { apart = false } = {}) {
  for (const use of Object.keys(SYMBOLS)) {
    if (map.hasImage(use)) {
      map.removeImage(use);
    }
    map.addImage(use, draw(use), { pixelRatio: SCALE });
  }
  const { entries, vacant, cells } = partsOf(data);
  map.addSource("entries", { type: "geojson", data: entries, ...(apart ? {} : CLUSTERED) });
  map.addSource("vacant", { type: "geojson", data: vacant });
  const summed = { count: ["+", ["get", "count"]] };
  map.addSource("cells", { type: "geojson", data: cells, cluster: true, clusterRadius: 72, clusterProperties: summed });
  map.addSource("roughly", { type: "geojson", data: roughly(data) });
  map.addSource("active", { type: "geojson", data: points([]) });
  const surface = asCss(colourOf("--surface"));
  const link = asCss(colourOf("--link"));
  const vague = asCss(colourOf("--use-vacant"));
  const layers = [
    { id: "roughly", type: "fill", source: "roughly", paint: { "fill-color": vague, "fill-opacity": 0.18 } },
    { id: "roughly-edge", type: "line", source: "roughly", paint: { "line-color": vague, "line-width": 2 } },
    ...counted("vacant", "vacant", ["has", "count"], "count", asCss(colourOf("--use-vacant")), surface),
    ...counted("cell", "cells", ["has", "count"], "count", link, surface),
    ...counted("cluster", "entries", ["has", "point_count"], "point_count", link, surface),
    {
      id: "pin",
      type: "symbol",
      source: "entries",
      filter: ["!", ["has", "point_count"]],
      layout: { "icon-image": imageOf, "icon-allow-overlap": true, "icon-size": apart ? SMALL_FROM_AFAR : 1 },
    },
    {
      id: "active-ring",
      type: "circle",
      source: "active",
      paint: {
        "circle-radius": 26,
        "circle-color": link,
        "circle-opacity": 0.25,
        "circle-stroke-color": link,
        "circle-stroke-width": 3,
      },
    },
    {
      id: "active",
      type: "symbol",
      source: "active",
      layout: { "icon-image": imageOf, "icon-size": 1.25, "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
  ];
  layers.forEach((layer) => map.addLayer(layer));
}

export function showData(map, data) {
  const { entries, vacant, cells } = partsOf(data);
  map.getSource("entries")?.setData(entries);
  map.getSource("vacant")?.setData(vacant);
  map.getSource("cells")?.setData(cells);
  map.getSource("roughly")?.setData(roughly(data));
  setActive(map, null);
}

export function setActive(map, feature) {
  map.getSource("active")?.setData(points(feature ? [feature] : []));
}
