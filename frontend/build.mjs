// Bundles what pages load into kiezkontor/shared/static/built/ (or the folder given as first argument).
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { fontSubset } from "./font-subset.mjs";
import { kernSubset } from "./kern-subset.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = process.argv[2] ?? join(here, "..", "kiezkontor", "shared", "static", "built");
const common = {
  outdir,
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["es2022", "safari16.4"],
  legalComments: "linked",
  // Plain names: the server adds the hash of the content to each.
  entryNames: "[name]",
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file", ".svg": "dataurl" },
  absWorkingDir: here,
  logLevel: "warning",
  plugins: [kernSubset, fontSubset],
};
// The package's list of exports leaves its sources out.
const maplibreSources = {
  name: "maplibre-sources",
  setup(bundle) {
    const source = (path) => join(here, "..", "node_modules", "maplibre-gl", "src", path);
    bundle.onResolve({ filter: /^maplibre-gl$/ }, () => ({ path: source("index.ts") }));
    bundle.onResolve({ filter: /^maplibre-gl\/src\// }, ({ path }) => ({ path: source(path.slice(16)) }));
  },
};

rmSync(outdir, { recursive: true, force: true });
await build({ ...common, entryPoints: ["theme.js", "app.js", "passkeys.js", "walk.js", "walk-worker.js", "meeting.js", "app.css", "office.css", "map.css", "walk.css", "wall.css"], format: "iife" });
// The map and its worker share half of their code. MapLibre's own bundles carry it twice (450 kB compressed instead of
// 340), so both are built from its sources, with the common part in a file of its own.
await build({
  ...common,
  entryPoints: { map: "map.js", "map-worker": "maplibre-gl/src/source/worker.ts" },
  format: "esm",
  splitting: true,
  chunkNames: "map-shared",
  plugins: [maplibreSources],
  // As MapLibre compiles itself: fields that are only declared do not overwrite what a parent class has set.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  banner: { js: "/*! MapLibre GL JS, BSD-3-Clause: github.com/maplibre/maplibre-gl-js/blob/main/LICENSE.txt */" },
});
