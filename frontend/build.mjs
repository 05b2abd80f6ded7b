// Bundles what pages load into kiezkontor/shared/static/built/ (or the folder given as first argument).
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
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
  plugins: [kernSubset],
};

rmSync(outdir, { recursive: true, force: true });
const pages = ["theme.js", "app.js", "app.css", "map.js", "map.css"].filter((name) => existsSync(join(here, name)));
await build({ ...common, entryPoints: pages, format: "iife" });
await build({
  ...common,
  entryPoints: { "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs" },
  format: "esm",
});
