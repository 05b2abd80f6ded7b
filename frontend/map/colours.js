// The brand's colours as the map needs them: plain numbers, whatever the style sheet mixes them from.
const probe = document.createElement("span");
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const context = canvas.getContext("2d", { willReadFrequently: true });

// The colour of a custom property of the page ("--link") as [red, green, blue], 0 to 255.
export function colourOf(property) {
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

export const asCss = (rgb) => `rgb(${rgb.map(Math.round).join(", ")})`;

// share 0 is all of one, 1 all of other.
export const mix = (one, other, share) => one.map((value, i) => value * (1 - share) + other[i] * share);

export const isDark = () => {
  const chosen = document.documentElement.dataset.kernTheme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};
