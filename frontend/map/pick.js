// A point picked on the map goes into the two fields it is typed into otherwise, and the other way round.
import { Marker } from "maplibre-gl";
import { asCss, colourOf } from "./colours.js";

const METRES = 111_195;

// Rings of all parts of an outline, in degrees; none where there is no outline or it cannot be had.
async function ringsOf(url) {
  try {
    const { geometry } = await (await fetch(url)).json();
    return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  } catch {
    return [];
  }
}

// Metres from a point to the area within these rings; 0 inside of it.
export function distanceFrom(rings, [lon, lat]) {
  const narrowing = Math.cos((lat * Math.PI) / 180);
  const flat = ([x, y]) => [(x - lon) * METRES * narrowing, (y - lat) * METRES];
  let isInside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    const points = ring.map(flat);
    points.slice(1).forEach(([x, y], index) => {
      const [fromX, fromY] = points[index];
      if (fromY > 0 !== y > 0 && (0 - fromY) * (x - fromX) / (y - fromY) + fromX > 0) {
        isInside = !isInside;
      }
      const [alongX, alongY] = [x - fromX, y - fromY];
      const share = -(fromX * alongX + fromY * alongY) / (alongX ** 2 + alongY ** 2 || 1);
      const at = Math.min(1, Math.max(0, share));
      nearest = Math.min(nearest, Math.hypot(fromX + at * alongX, fromY + at * alongY));
    });
  }
  return isInside || !rings.length ? 0 : nearest;
}

export async function letPick(map, place, lat, lon) {
  const note = place.nextElementSibling;
  const rings = place.dataset.boundary ? await ringsOf(place.dataset.boundary) : [];
  const marker = new Marker({ color: asCss(colourOf("--link")) });
  const show = () => {
    const isGiven = lat.value && lon.value && Math.abs(lat.value) <= 90 && Math.abs(lon.value) <= 180;
    const isBeyond = isGiven && distanceFrom(rings, [Number(lon.value), Number(lat.value)]) > Number(place.dataset.within);
    note.textContent = isBeyond ? note.dataset.beyond : "";
    if (isGiven) {
      marker.setLngLat([Number(lon.value), Number(lat.value)]).addTo(map);
    } else {
      marker.remove();
    }
  };
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", ({ lngLat }) => {
    lat.value = lngLat.lat.toFixed(6);
    lon.value = lngLat.lng.toFixed(6);
    show();
  });
  lat.addEventListener("input", show);
  lon.addEventListener("input", show);
  show();
}
