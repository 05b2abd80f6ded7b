// Small helpers to build what the walk shows.
let words;

export function text(name, values = {}) {
  words ??= JSON.parse(document.getElementById("walk").dataset.words);
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// An element with its properties and children; null and false are left out.
export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
  return made;
}

export const icon = (name) => h("span", { class: `icon kern-icon--${name}`, "aria-hidden": "true" });

export function button(label, act, { kind = "secondary", sign = null, ...more } = {}) {
  const look = kind === "primary" ? "button" : `button button--${kind}`;
  return h("button", { type: "button", class: look, onclick: act, ...more }, sign && icon(sign), label);
}

export const today = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

export const day = (written) => new Date(`${written}T12:00`).toLocaleDateString(document.documentElement.lang);

export function announce(sentence) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  setTimeout(() => (region.textContent = sentence), 50);
}
