// Lists in fair random order: another order for each visitor, drawn anew with each visit to the page.
export function shuffleLists(root) {
  for (const list of root.querySelectorAll("[data-shuffle]")) {
    const items = [...list.children];
    for (let i = items.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [items[i], items[j]] = [items[j], items[i]];
    }
    list.append(...items);
    delete list.dataset.shuffle;
  }
}
