import "maplibre-gl/dist/maplibre-gl.css";
import { addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";

addProtocol("pmtiles", new Protocol().tile);
const place = document.querySelector("[data-map-worker]");
if (place) {
  setWorkerUrl(place.dataset.mapWorker);
}
