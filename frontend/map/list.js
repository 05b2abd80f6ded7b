// Brings an entry into view where the list scrolls by itself, beside the map; below the map the page stays where it is.
function showInPane(item) {
  for (let pane = item.parentElement; pane && pane !== document.body; pane = pane.parentElement) {
    if (pane.scrollHeight > pane.clientHeight && /auto|scroll/.test(getComputedStyle(pane).overflowY)) {
      const [inner, outer] = [item.getBoundingClientRect(), pane.getBoundingClientRect()];
      pane.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
      return;
    }
  }
}

// Ties the list twin to the map: an entry that is pointed at or focused is marked on the map, and the other way round.
// show is called with the key of the entry, or null when none is.
export function followList(id, show) {
  const listed = () => (id ? document.getElementById(id) : null);
  const itemOf = (target) => (listed()?.contains(target) ? target.closest("[data-key]") : null);
  let current = null;
  const change = (item) => {
    if (item !== current) {
      current?.classList.remove("is-active");
      item?.classList.add("is-active");
      current = item;
      show(item ? item.dataset.key : null);
    }
  };
  document.addEventListener("pointerover", ({ target }) => {
    const item = itemOf(target);
    if (item || current) {
      change(item);
    }
  });
  document.addEventListener("focusin", ({ target }) => change(itemOf(target)));
  return {
    mark(key) {
      const item = listed()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (item) {
        change(item);
        showInPane(item);
      }
    },
  };
}
