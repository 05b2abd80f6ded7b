// A choice of days becomes a slider as well; what is sent stays the choice itself, which works without scripts.
function slide(select) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "time-slider";
  slider.max = select.options.length - 1;
  slider.setAttribute("aria-label", select.labels[0]?.textContent.trim() ?? "");
  const follow = () => {
    slider.value = select.selectedIndex;
    slider.setAttribute("aria-valuetext", select.selectedOptions[0]?.textContent ?? "");
  };
  slider.addEventListener("input", () => {
    select.selectedIndex = Number(slider.value);
    follow();
  });
  slider.addEventListener("change", (event) => {
    event.stopPropagation();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // A day of the own says more than the round chosen before it, so choosing a round takes it away.
  select.addEventListener("change", () => {
    follow();
    select.form?.querySelectorAll("[data-instead]").forEach((field) => (field.value = ""));
  });
  follow();
  (select.closest(".kern-form-input__select-wrapper") ?? select).after(slider);
}

export function addSliders() {
  for (const select of document.querySelectorAll("select[data-slider]")) {
    if (select.options.length > 1) {
      slide(select);
    }
  }
}
