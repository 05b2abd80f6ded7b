// Shared by the others: translated sentences, announcements, and being told when part of the page is new.
let sentences;

export function text(name, values = {}) {
  sentences ??= JSON.parse(document.body.dataset.texts || "{}");
  return (sentences[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const language = document.documentElement.lang || "de";

export function announce(sentence) {
  const region = document.getElementById("announcer");
  if (region && sentence) {
    region.textContent = "";
    // A short pause, so that the same sentence is read again.
    setTimeout(() => (region.textContent = sentence), 100);
  }
}

let hideToast;

export function toast(sentence) {
  const place = document.getElementById("toast");
  if (place) {
    place.textContent = sentence;
    clearTimeout(hideToast);
    hideToast = setTimeout(() => (place.textContent = ""), 10_000);
  }
}

const watchers = [];

// Calls watch with the document once it is read, and with every part htmx brings in later.
export function onFresh(watch) {
  watchers.push(watch);
  if (document.readyState !== "loading") {
    watch(document);
  }
}

export function isFresh(root) {
  watchers.forEach((watch) => watch(root));
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => isFresh(document));
}
