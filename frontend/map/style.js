// The look of the ground: quiet, in the brand's tones, so that the pins stand out.
// Layers and attributes of the tiles are described in kiezkontor/districts/basemap.py.
import { asCss, colourOf, isDark, mix } from "./colours.js";

const FONT = ["Fira Sans"];

function palette() {
  const brand = colourOf(isDark() ? "--brand-link-dark" : "--brand");
  const tone = (base, share) => asCss(mix(base, brand, share));
  if (isDark()) {
    return {
      ground: tone([20, 24, 26], 0.05),
      built: tone([26, 31, 34], 0.05),
      green: tone([28, 44, 34], 0.04),
      water: tone([22, 46, 66], 0.05),
      building: tone([44, 51, 55], 0.07),
      road: tone([72, 80, 84], 0.08),
      casing: tone([16, 19, 21], 0.04),
      path: tone([92, 100, 104], 0.1),
      rail: tone([96, 102, 106], 0.05),
      label: "#d9dee0",
      labelMuted: "#b3bbbf",
      halo: "#14181a",
      outline: asCss(brand),
    };
  }
  return {
    ground: tone([247, 246, 242], 0.03),
    built: tone([241, 240, 236], 0.04),
    green: tone([213, 229, 205], 0.03),
    water: tone([186, 214, 232], 0.04),
    building: tone([222, 219, 213], 0.06),
    road: "#ffffff",
    casing: tone([208, 206, 201], 0.06),
    path: tone([190, 184, 174], 0.08),
    rail: tone([168, 168, 168], 0.06),
    label: "#2f3437",
    labelMuted: "#565d61",
    halo: "#ffffff",
    outline: asCss(brand),
  };
}

const isClass = (...names) => ["in", ["get", "class"], ["literal", names]];
const byZoom = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
const WIDE = ["motorway", "trunk", "primary", "secondary"];
const MIDDLE = ["tertiary", "street", "living_street", "pedestrian"];
const width = (extra) => [
  "interpolate",
  ["exponential", 1.6],
  ["zoom"],
  11,
  ["match", ["get", "class"], WIDE, 1.5, 0.5],
  15,
  ["match", ["get", "class"], WIDE, 7 + extra, MIDDLE, 4 + extra, 1.5 + extra],
  19,
  ["match", ["get", "class"], WIDE, 40 + extra, MIDDLE, 26 + extra, 9 + extra],
];

function ground(colour) {
  return [
    { id: "ground", type: "background", paint: { "background-color": colour.ground } },
    {
      id: "land",
      type: "fill",
      source: "base",
      "source-layer": "land",
      paint: {
        "fill-color": [
          "match",
          ["get", "class"],
          ["forest", "grass", "park", "cemetery", "sport", "farmland"],
          colour.green,
          ["industrial", "school", "parking", "square"],
          colour.built,
          colour.ground,
        ],
        "fill-opacity": ["match", ["get", "class"], "forest", 1, ["farmland", "grass"], 0.6, 0.85],
      },
    },
    {
      id: "water",
      type: "fill",
      source: "base",
      "source-layer": "water",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour.water },
    },
    {
      id: "stream",
      type: "line",
      source: "base",
      "source-layer": "water",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colour.water, "line-width": byZoom(12, 1, 18, ["match", ["get", "class"], "river", 14, 5]) },
    },
  ];
}

function lines(colour) {
  const road = { source: "base", "source-layer": "road" };
  const round = { "line-cap": "round", "line-join": "round" };
  const isLine = ["==", ["geometry-type"], "LineString"];
  const isStreet = ["all", isLine, ["!", isClass("path", "track")]];
  return [
    {
      ...road,
      id: "square",
      type: "fill",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour.road, "fill-opacity": 0.7 },
    },
    {
      ...road,
      id: "path",
      type: "line",
      minzoom: 14,
      filter: ["all", isLine, isClass("path", "track")],
      paint: { "line-color": colour.path, "line-width": byZoom(14, 0.6, 19, 3), "line-dasharray": [2, 1.5] },
    },
    {
      ...road,
      id: "road-casing",
      type: "line",
      minzoom: 13,
      filter: isStreet,
      layout: round,
      paint: { "line-color": colour.casing, "line-width": width(1.5), "line-opacity": ["case", ["has", "tunnel"], 0.4, 1] },
    },
    {
      ...road,
      id: "road",
      type: "line",
      filter: isStreet,
      layout: round,
      paint: { "line-color": colour.road, "line-width": width(0), "line-opacity": ["case", ["has", "tunnel"], 0.5, 1] },
    },
    {
      id: "building",
      type: "fill",
      source: "base",
      "source-layer": "building",
      minzoom: 14,
      paint: { "fill-color": colour.building, "fill-outline-color": colour.casing },
    },
    {
      id: "rail",
      type: "line",
      source: "base",
      "source-layer": "rail",
      paint: { "line-color": colour.rail, "line-width": byZoom(11, 0.8, 18, 3), "line-dasharray": [3, 2] },
    },
  ];
}

function labels(colour) {
  const text = (size, colourName = "label") => ({
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": size },
    paint: { "text-color": colour[colourName], "text-halo-color": colour.halo, "text-halo-width": 1.6 },
  });
  const streets = text(byZoom(13, 11, 18, 16));
  const places = text(["match", ["get", "class"], ["city", "town"], 18, ["village", "suburb"], 15, 13]);
  const numbers = text(11, "labelMuted");
  return [
    {
      ...streets,
      id: "street-name",
      type: "symbol",
      source: "base",
      "source-layer": "road",
      minzoom: 13,
      filter: ["has", "name"],
      layout: { ...streets.layout, "symbol-placement": "line", "symbol-spacing": 320 },
    },
    {
      ...numbers,
      id: "number",
      type: "symbol",
      source: "base",
      "source-layer": "housenum",
      minzoom: 17,
      layout: { ...numbers.layout, "text-field": ["get", "number"] },
    },
    {
      ...places,
      id: "place-name",
      type: "symbol",
      source: "base",
      "source-layer": "place",
      layout: { ...places.layout, "text-max-width": 8, "text-padding": 6 },
    },
  ];
}

export const TEXT_FONT = FONT;

// tiles: absolute address of the .pmtiles file, or "" where a district has none yet: then the pins stand on plain ground.
export function styleOf(tiles, boundary) {
  const colour = palette();
  const sources = {};
  let layers = ground(colour).slice(0, 1);
  if (tiles) {
    sources.base = { type: "vector", url: `pmtiles://${tiles}` };
    layers = [...ground(colour), ...lines(colour), ...labels(colour)];
  }
  if (boundary) {
    sources.boundary = { type: "geojson", data: boundary };
    layers.push({
      id: "boundary",
      type: "line",
      source: "boundary",
      paint: { "line-color": colour.outline, "line-width": 2.5, "line-dasharray": [3, 2], "line-opacity": 0.8 },
    });
  }
  return { version: 8, sources, layers };
}
