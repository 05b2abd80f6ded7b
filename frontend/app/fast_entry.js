// Sheets typed in from paper: Enter leads to the next question, after the last one it sends; beside each field stands in
// words what its numbers mean, so that a wrong key is seen at once.
const wordsOf = (list) => new Map([...list.children].map((item) => [String(item.value), item]));

function echo(field, list) {
  const words = wordsOf(list);
  const show = () => {
    const typed = new Set(field.value.replace(/\D/g, ""));
    for (const [number, item] of words) {
      item.classList.toggle("is-typed", typed.has(number));
    }
  };
  field.addEventListener("input", show);
  show();
}

function leadOn(form, fields) {
  form.addEventListener("keydown", (event) => {
    const nth = fields.indexOf(event.target);
    // In a text, Shift and Enter make a new line.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || nth < 0) {
      return;
    }
    event.preventDefault();
    if (nth + 1 < fields.length) {
      fields[nth + 1].focus();
      fields[nth + 1].select();
    } else {
      form.requestSubmit();
    }
  });
}

export function typeFast() {
  const form = document.querySelector("form[data-fast-entry]");
  if (!form) {
    return;
  }
  const questions = [...form.querySelectorAll(".typed-sheet__question")];
  const fields = questions.map((question) => question.querySelector("input, textarea"));
  leadOn(form, fields);
  for (const [nth, question] of questions.entries()) {
    const list = question.querySelector("[data-numbered]");
    if (list) {
      echo(fields[nth], list);
    }
  }
  form.querySelector("[aria-invalid='true']")?.focus();
}
