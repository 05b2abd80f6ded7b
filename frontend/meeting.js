// A meeting while it goes on: pages that follow ask every few seconds whether anything changed; what is written is saved
// while it is typed, and until it is saved it is kept in this browser, so that a lost connection loses no keystroke.
const EVERY = 4000;
const PAUSE = 1200;
const WEEK = 7 * 24 * 60 * 60 * 1000;

// Calls take with each answer that is another than the last; who does not look is not told.
function poll(url, take) {
  let mark = "";
  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(url, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
        if (answer.status === 200) {
          mark = answer.headers.get("ETag") ?? "";
          await take(answer);
        }
      } catch {
        // Without a connection the page stays as it is and asks again.
      }
    }
    setTimeout(ask, EVERY + Math.random() * 500);
  };
  document.addEventListener("visibilitychange", () => document.hidden || (mark = ""));
  setTimeout(ask, EVERY);
}

function follow(place) {
  poll(place.dataset.follow, async (answer) => {
    place.innerHTML = await answer.text();
  });
}

class Text {
  constructor(place, words) {
    this.form = place.querySelector("[data-write]");
    this.field = this.form.elements.minutes;
    this.status = this.form.querySelector("[data-status]");
    this.both = this.form.querySelector("[data-both]");
    this.words = words;
    this.key = `minutes:${new URL(this.form.action).pathname}`;
    this.stored = this.field.defaultValue;
    this.version = Number(this.form.elements.version.defaultValue);
    this.field.value = this.stored;
    this.restore();
    this.form.querySelector("[data-save]").hidden = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("input", () => this.typed());
    this.both.querySelector("[data-take-both]").addEventListener("click", () => this.takeBoth());
  }

  get isChanged() {
    return this.field.value !== this.stored;
  }

  get hasConflict() {
    return !this.both.hidden;
  }

  keep() {
    try {
      // While two texts stand side by side, the one that is kept is still one on the version before: opened again, the
      // page asks again instead of writing over what somebody else saved.
      const version = this.hasConflict ? this.base : this.version;
      localStorage.setItem(this.key, JSON.stringify({ text: this.field.value, version, at: Date.now() }));
    } catch {
      // A browser that keeps nothing still sends.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }

  restore() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      if (kept && Date.now() - kept.at < WEEK && kept.text !== this.stored) {
        this.field.value = kept.text;
        this.version = kept.version;
        this.say(this.words.waiting);
        this.soon(0);
      }
    } catch {
      this.forget();
    }
  }

  say(words) {
    this.status.textContent = words;
  }

  typed() {
    this.keep();
    this.say(this.words.waiting);
    this.soon(PAUSE);
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    if (this.sending || this.hasConflict || !this.isChanged) {
      return;
    }
    this.sending = true;
    const text = this.field.value;
    const body = new FormData(this.form);
    body.set("minutes", text);
    body.set("version", this.version);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 200 || answer.status === 409) {
        this.answered(answer.status, text, await answer.json());
      } else {
        this.soon(EVERY);
      }
    } catch {
      this.soon(EVERY);
    } finally {
      this.sending = false;
    }
  }

  answered(status, text, { version, minutes }) {
    const before = this.version;
    this.version = version;
    this.stored = minutes;
    if (status === 409) {
      this.base = before;
      this.both.querySelector("[data-theirs]").textContent = minutes;
      this.both.hidden = false;
      this.say(this.words.conflict);
      this.keep();
    } else if (this.field.value === text) {
      this.forget();
      this.say(this.words.saved);
    } else {
      this.soon(PAUSE);
    }
  }

  takeBoth() {
    this.field.value = `${this.stored}\n${this.field.value}`;
    this.both.hidden = true;
    this.keep();
    this.soon(0);
    this.field.focus();
  }

  // What somebody else wrote, where nothing of one's own waits here.
  told({ version, minutes }) {
    if (this.isChanged || this.sending || version <= this.version) {
      return;
    }
    this.version = version;
    this.stored = minutes;
    this.field.value = minutes;
  }
}

function write(page) {
  const texts = new Map([...page.querySelectorAll("[data-item]")].map((place) => [place.dataset.item, new Text(place, page.dataset)]));
  addEventListener("online", () => texts.forEach((text) => text.send()));
  poll(page.dataset.minutesPage, async (answer) => {
    const { items, present, entitled } = await answer.json();
    document.querySelector("[data-present]").textContent = present;
    document.querySelector("[data-entitled]").textContent = entitled;
    for (const item of items) {
      texts.get(String(item.pk))?.told(item);
      const results = document.querySelector(`[data-item="${item.pk}"] [data-results]`);
      if (results) {
        results.innerHTML = item.results;
      }
    }
  });
}

document.querySelectorAll("[data-follow]").forEach(follow);
document.querySelectorAll("[data-minutes-page]").forEach(write);
