// Small switches: light and dark, print, dialogs, filters that start open on wide screens.
import { onFresh } from "./page.js";

const root = document.documentElement;
const isDark = () =>
  root.dataset.kernTheme ? root.dataset.kernTheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  root.dataset.kernTheme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Not remembered then; it still holds for this page.
  }
  document.dispatchEvent(new CustomEvent("page:theme"));
}

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-theme-switch], [data-print], [data-opens-dialog], [data-closes-dialog]");
  if (!control) {
    return;
  }
  if ("themeSwitch" in control.dataset) {
    switchTheme();
  } else if ("print" in control.dataset) {
    window.print();
  } else if ("closesDialog" in control.dataset) {
    control.closest("dialog").close();
  } else {
    const dialog = document.getElementById(control.dataset.opensDialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
  }
});

// Long menus close when people go on elsewhere.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.switcher[open]")) {
    if (!open.contains(event.target)) {
      open.open = false;
    }
  }
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest("details.switcher[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// On a phone the results are below the filters: whoever asks for them sees them.
document.addEventListener("click", ({ target }) => {
  const filters = target.closest(".filters__show")?.closest("details");
  if (filters) {
    filters.open = false;
    filters.scrollIntoView({ block: "start" });
  }
});

// Where a row of links runs on beyond the edge, the link to this page is in view.
function showCurrent(row) {
  const current = row.querySelector("[aria-current]");
  if (current && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}

onFresh((page) => {
  page.querySelectorAll(".office-nav ul, .section-nav ul").forEach(showCurrent);
  page.querySelectorAll("[data-theme-switch]").forEach((button) => (button.hidden = false));
  if (matchMedia("(min-width: 60rem)").matches) {
    page.querySelectorAll("[data-open-on-wide]:not([data-opened])").forEach((details) => {
      details.dataset.opened = "";
      details.open = true;
    });
  }
});
