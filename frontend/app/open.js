// "Open until 18:30", from the intervals in the page and the clock of the visitor.
import { language, text } from "./page.js";

const ZONE = "Europe/Berlin";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const asTime = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const asWeekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: ZONE });
const asDate = new Intl.DateTimeFormat("sv", { timeZone: ZONE });

// Calendar days from one moment to another, in the time of the place: 1 is tomorrow, however long the night.
const daysBetween = (one, other) => (Date.parse(asDate.format(other)) - Date.parse(asDate.format(one))) / DAY;

// intervals: [start, end], or with a third element "unbekannt" (not certain) or "weiter" (may go on beyond that end);
// ISO moments with offset, ascending, none overlapping.
// Returns the state and the sentence for the moment now; neither when the page is too old to tell.
export function openState(intervals, now) {
  const spans = intervals.map(([start, end, doubt]) => ({
    start: new Date(start),
    end: new Date(end),
    unsure: doubt === "unbekannt",
    goesOn: doubt === "weiter",
  }));
  const current = spans.find(({ start, end }) => start <= now && now < end);
  if (current?.unsure) {
    return { state: "perhaps", sentence: text("perhaps") };
  }
  if (current) {
    const left = current.end - now;
    if (left > 7 * DAY) {
      return { state: "open", sentence: text("openAlways") };
    }
    if (current.goesOn) {
      return { state: "open", sentence: text("open") };
    }
    const time = asTime.format(current.end);
    const sentence =
      left < DAY ? text("openUntil", { time }) : text("openUntilDay", { day: asWeekday.format(current.end), time });
    return { state: "open", sentence };
  }
  const next = spans.find(({ start, unsure }) => start > now && !unsure);
  if (!next) {
    const last = spans.at(-1);
    return last && (last.goesOn || now - last.end > DAY) ? { sentence: "" } : { state: "closed", sentence: text("closed") };
  }
  const time = asTime.format(next.start);
  const days = daysBetween(now, next.start);
  if (days === 0) {
    return { state: "closed", sentence: text("opensAt", { time }) };
  }
  if (days === 1) {
    return { state: "closed", sentence: text("opensTomorrow", { time }) };
  }
  if (days < 6) {
    return { state: "closed", sentence: text("opensOn", { day: asWeekday.format(next.start), time }) };
  }
  return { state: "closed", sentence: text("closed") };
}

function fill(badge) {
  let result;
  try {
    result = openState(JSON.parse(badge.dataset.openIntervals), new Date());
  } catch {
    return;
  }
  badge.textContent = result.sentence;
  if (result.state) {
    badge.dataset.state = result.state;
  } else {
    delete badge.dataset.state;
  }
}

let ticking;

export function keepOpenBadges(root) {
  const badges = root.querySelectorAll("[data-open-intervals]");
  badges.forEach(fill);
  if (badges.length && !ticking) {
    ticking = setInterval(() => document.querySelectorAll("[data-open-intervals]").forEach(fill), MINUTE);
  }
}
