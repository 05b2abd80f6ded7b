// A folded map is fetched once somebody opens it.
function watch(fold) {
  const open = () => fold.open && import(fold.dataset.mapScript);
  fold.addEventListener("toggle", open);
  open();
}

for (const fold of document.querySelectorAll("details[data-map-script]")) {
  watch(fold);
}
