// A point picked on the map goes into the two fields it is typed into otherwise, and the other way round.
import { Marker } from "maplibre-gl";
import { asCss, colourOf } from "./colours.js";

export function letPick(map, lat, lon) {
  const marker = new Marker({ color: asCss(colourOf("--link")) });
  const show = () => {
    const isGiven = lat.value && lon.value && Math.abs(lat.value) <= 90 && Math.abs(lon.value) <= 180;
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
