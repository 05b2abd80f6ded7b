// Takes from KERN's style sheet the parts our pages use; the rules themselves stay as KERN wrote them.
import { readFile } from "node:fs/promises";

// Layout helpers (we have our own) and components no page shows.
const UNUSED_FROM = "@file _grid.scss";
const UNUSED =
  /\.kern-(accordion|btn|card|description-list|divider|dropdown|heading|hgroup|input-group|level|link|list|loader|number|preline|progress|stack|subline|summary|table|task-list)(?![a-z])/;
const ICONS = new Set(
  `account-circle add arrow-back arrow-down arrow-forward arrow-up autorenew brightness-medium calendar-today check
  chevron-left chevron-right close content-copy danger default dehaze delete download drive-folder-upload easy-language
  edit help home info large logout mail open-in-new search sign-language small success visibility warning`.split(/\s+/),
);

function* topLevelRules(css) {
  let depth = 0;
  let start = 0;
  let quote = "";
  for (let i = 0; i < css.length; i++) {
    const character = css[i];
    if (quote) {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === "{") {
      depth += 1;
    } else if (character === "}" && --depth === 0) {
      yield css.slice(start, i + 1);
      start = i + 1;
    }
  }
}

function isUsed(rule) {
  const icon = /^\s*(?:@media[^{]*\{\s*)?\.kern-icon--([a-z0-9-]+)/.exec(rule);
  return icon ? ICONS.has(icon[1]) : !selectors(rule).every((selector) => UNUSED.test(selector));
}

function selectors(rule) {
  const heads = [...rule.matchAll(/[^{}]+(?=\{)/g)].map(([head]) => head.trim());
  return heads.filter((head) => !head.startsWith("@")).flatMap((head) => head.split(/,(?![^(]*\))/));
}

export function pickFromKern(css) {
  const plain = css
    .slice(0, css.indexOf(UNUSED_FROM))
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\/\*[^]*$/, "")
    .replace('@charset "UTF-8";', "");
  return [...topLevelRules(plain)].filter(isUsed).join("");
}

export const kernSubset = {
  name: "kern-subset",
  setup(build) {
    build.onLoad({ filter: /native[\\/]dist[\\/]kern\.css$/ }, async ({ path }) => ({
      contents: pickFromKern(await readFile(path, "utf8")),
      loader: "css",
    }));
  },
};
