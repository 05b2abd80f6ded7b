// A browser that goes back reads a page of the office anew, with its old entries. What stands in that step of its history
// tells the server that it is the form sent before (kiezkontor/shared/once.py), so that nothing is made twice.
export function rememberOpened() {
  const masks = document.querySelectorAll('main form[method="post"] [name="csrfmiddlewaretoken"]');
  if (!masks.length) {
    return;
  }
  const opened = history.state?.opened ?? masks[0].value;
  history.replaceState({ ...history.state, opened }, "");
  masks.forEach((mask) => {
    const first = Object.assign(document.createElement("input"), { type: "hidden", name: "opened_page", value: opened });
    mask.after(first);
  });
}
