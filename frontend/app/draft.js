// What was entered in a long form survives a lost connection, a closed window and an empty battery: it is kept in this
// browser until the form was taken, at most for a week, and never leaves it.
const WEEK = 7 * 24 * 60 * 60 * 1000;
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);
const SENT = "draft-sent";
const keyOf = (path) => `draft:${path}`;

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NOT_KEPT.has(field.type));

function entered(form) {
  const found = {};
  for (const field of fieldsOf(form)) {
    if (["checkbox", "radio"].includes(field.type)) {
      found[`${field.name}=${field.value}`] = field.checked;
    } else {
      found[field.name] = field.value;
    }
  }
  return found;
}

function enter(form, kept) {
  for (const field of fieldsOf(form)) {
    const isChoice = ["checkbox", "radio"].includes(field.type);
    const value = kept[isChoice ? `${field.name}=${field.value}` : field.name];
    if (value !== undefined) {
      field[isChoice ? "checked" : "value"] = value;
    }
  }
  // What comes back folded away would be sent without having been seen.
  for (const folded of form.querySelectorAll("details")) {
    folded.open ||= [...folded.querySelectorAll("input:not([type=checkbox], [type=radio]), textarea")].some(({ value }) => value);
  }
}

function read(path) {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(path)));
    return draft && Date.now() - draft.at < WEEK ? draft.fields : null;
  } catch {
    return null;
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
    if (!read(key.slice("draft:".length))) {
      localStorage.removeItem(key);
    }
  }
}

// A form that was sent and led from its page to one without it was taken; where the connection was lost, nothing led on.
function forgetTaken(form) {
  const sent = sessionStorage.getItem(SENT);
  if (sent && !form && document.referrer && new URL(document.referrer).pathname === sent) {
    localStorage.removeItem(keyOf(sent));
  }
  sessionStorage.removeItem(SENT);
}

function offer(form, notice, path, kept) {
  const before = entered(form);
  if (JSON.stringify(before) === JSON.stringify({ ...before, ...kept })) {
    return;
  }
  enter(form, kept);
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", () => {
    enter(form, before);
    localStorage.removeItem(keyOf(path));
    notice.hidden = true;
  });
}

export function keepDrafts() {
  try {
    const form = document.querySelector("form[data-draft]");
    const notice = document.querySelector("[data-draft-notice]");
    forgetTaken(form);
    forgetOld();
    if (!form || !notice) {
      return;
    }
    const path = new URL(form.action).pathname;
    // A form that comes back from the server shows what was sent to it.
    const kept = form.dataset.draft === "sent" ? null : read(path);
    if (kept) {
      offer(form, notice, path, kept);
    }
    form.addEventListener("input", () => {
      localStorage.setItem(keyOf(path), JSON.stringify({ at: Date.now(), fields: entered(form) }));
    });
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, path));
  } catch {
    // A browser that keeps nothing loses the draft, as every form does.
  }
}
