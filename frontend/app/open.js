// "Open until 18:30", from the intervals in the page and the clock of the visitor.
import { language, text } from "./page.js";

const ZONE = "Europe/Berlin";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const asTime = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const asWeekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: ZONE });
const asDate = new Intl.DateTimeFormat("sv", { timeZone: ZONE });

const isSameDay = (one, other) => asDate.format(one) === asDate.format(other);
const isNextDay = (one, other) => isSameDay(new Date(one.getTime() + DAY), other);

// intervals: [start, end] or [start, end, "unbekannt"], ISO moments with offset, ascending, none overlapping.
// Returns the state and the sentence for the moment now; null when the intervals do not reach that far.
export function openState(intervals, now) {
  const spans = intervals.map(([start, end, unsure]) => ({ start: new Date(start), end: new Date(end), unsure }));
  const current = spans.find(({ start, end }) => start <= now && now < end);
  if (current?.unsure) {
    return { state: "perhaps", sentence: text("perhaps") };
  }
  if (current) {
    const left = current.end - now;
    if (left > 7 * DAY) {
      return { state: "open", sentence: text("openAlways") };
    }
    const time = asTime.format(current.end);
    const sentence =
      left < DAY ? text("openUntil", { time }) : text("openUntilDay", { day: asWeekday.format(current.end), time });
    return { state: "open", sentence };
  }
  const next = spans.find(({ start, unsure }) => start > now && !unsure);
  if (!next) {
    return null;
  }
  const time = asTime.format(next.start);
  if (isSameDay(now, next.start)) {
    return { state: "closed", sentence: text("opensAt", { time }) };
  }
  if (isNextDay(now, next.start)) {
    return { state: "closed", sentence: text("opensTomorrow", { time }) };
  }
  if (next.start - now < 6 * DAY) {
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
  badge.dataset.fallback ??= badge.textContent;
  badge.textContent = result ? result.sentence : badge.dataset.fallback;
  if (result) {
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
