import htmx from "htmx.org";
import { announce, isFresh, onFresh, text, toast } from "./page.js";

// A form that comes back with 422 is shown; other refusals and failures leave the page as it is and say so.
htmx.config.noSwap = [204, 304, "40x", 429, "5xx"];
htmx.config.includeIndicatorCSS = false;
// Whoever has opened the filters goes on choosing in them.
htmx.config.morphIgnore = [...htmx.config.morphIgnore, "open"];

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") {
    const form = ctx.sourceElement.closest("form");
    const token = form?.elements.csrfmiddlewaretoken?.value || cookie("csrftoken");
    if (token) {
      ctx.request.headers["X-CSRFToken"] = token;
    }
  } else {
    // Shared addresses stay short: empty fields and page one say nothing.
    for (const [key, value] of [...ctx.request.body]) {
      if (value === "" && !ctx.request.body.getAll(key).some(Boolean)) {
        ctx.request.body.delete(key);
      }
    }
  }
});

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status !== 422) {
    toast(text("failed"));
  }
});
document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  if (ctx && error?.name !== "AbortError") {
    toast(text("offline"));
  }
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  isFresh(document);
  document.dispatchEvent(new CustomEvent("page:changed"));
  const named = document.querySelector("[data-page-title]");
  if (named) {
    document.title = named.dataset.pageTitle;
  }
  const status = document.querySelector("[data-announce]");
  if (status && !ctx?.sourceElement?.hasAttribute("data-quiet")) {
    announce(status.textContent.trim());
  }
});

onFresh((root) => {
  const summary = root.querySelector("[data-error-summary]:not([data-shown])");
  if (summary) {
    summary.dataset.shown = "";
    summary.focus();
  }
});
