// The letters German lacks come in one file of 50 kB for all Latin scripts of the world. Pages need those of a few
// languages, so each such file is cut down to the unicode-range that fonts.css gives it.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const styles = join(dirname(fileURLToPath(import.meta.url)), "fonts.css");

function lettersOf(css, file) {
  const range = css.slice(css.indexOf(file)).match(/unicode-range:\s*([^;]+);/)[1];
  const letters = [];
  for (const part of range.split(",")) {
    const [first, last = first] = part.trim().slice(2).split("-");
    for (let code = parseInt(first, 16); code <= parseInt(last, 16); code += 1) {
      letters.push(String.fromCodePoint(code));
    }
  }
  return letters.join("");
}

export const fontSubset = {
  name: "font-subset",
  setup(bundle) {
    bundle.onLoad({ filter: /fira-sans-latin-ext-\d+-normal\.woff2$/ }, async ({ path }) => {
      const file = path.split(/[\\/]/).at(-1);
      const letters = lettersOf(await readFile(styles, "utf8"), file);
      const contents = await subsetFont(await readFile(path), letters, { targetFormat: "woff2" });
      return { contents, loader: "file", watchFiles: [path, styles] };
    });
  },
};
