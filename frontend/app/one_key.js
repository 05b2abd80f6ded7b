// Rows typed in from paper: a number that says everything saves at once, one that needs a name leads to it; beside the
// field the words of the number stand out.
export function enterByKey() {
  const form = document.querySelector("form[data-one-key]");
  if (!form) {
    return;
  }
  const field = form.elements.namedItem("box");
  const alone = form.dataset.oneKey.split(" ");
  const named = form.dataset.named.split(" ");
  const items = [...form.querySelectorAll("[data-numbered] > li")];
  field.addEventListener("input", () => {
    const key = field.value.trim();
    for (const item of items) {
      item.classList.toggle("is-typed", String(item.value) === key);
    }
    if (alone.includes(key)) {
      form.requestSubmit();
    } else if (named.includes(key)) {
      form.elements.namedItem("name").focus();
    }
  });
  form.querySelector("[aria-invalid='true']")?.focus();
}
