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
        item.scrollIntoView({ block: "nearest" });
      }
    },
  };
}
