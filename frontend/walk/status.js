// What stands above and below every screen: what waits, what was said, what can be taken back.
import { button, h, text } from "./dom.js";

export function warning(sentence, more) {
  return h(
    "div",
    { class: "kern-alert kern-alert--warning walk-warning" },
    h("div", { class: "kern-alert__header" }, h("span", { class: "kern-icon kern-icon--warning", "aria-hidden": "true" }), h("p", { class: "kern-title" }, sentence)),
    more ? h("div", { class: "kern-alert__body" }, h("p", {}, more)) : null,
  );
}

// What the browser may do to what is kept: before a round is taken along, and while something waits.
export function roomWarnings({ room }) {
  return [room?.isFull ? warning(text("almostFull")) : null, room && !room.isLasting ? warning(text("notPersistent"), text("notPersistentMore")) : null];
}

function sentences(walk) {
  const { round } = walk;
  const waiting = round?.waiting ?? 0;
  const lines = [];
  if (walk.busy) {
    lines.push(walk.busy);
  } else if (walk.isSending) {
    lines.push(text("sending"));
  } else if (waiting) {
    lines.push(text(navigator.onLine ? "waiting" : "waitingOffline", { count: waiting }));
  } else if (round) {
    lines.push(text(navigator.onLine ? "allSent" : "offline"));
  }
  if (walk.trouble === "notSignedIn") {
    lines.push(h("a", { href: walk.addresses.app }, text("signIn")));
  }
  if (round && waiting && walk.room?.isFull) {
    lines.push(text("almostFull"));
  }
  if (round && waiting && walk.room?.isLasting === false) {
    lines.push(text("sendToday"));
  }
  return lines;
}

export function statusBar(walk) {
  const { round } = walk;
  const refused = round ? [...round.notes, ...round.photos].filter((each) => each.refused).length : 0;
  const hasOwnButton = walk.place.screen === "giveBack" || round?.lease.isOver;
  const canSend = round?.waiting && navigator.onLine && !walk.isSending && !hasOwnButton;
  const actions = [
    canSend ? button(text("send"), () => walk.send({ everything: true }), { kind: "tertiary" }) : null,
    refused ? button(text("refusedCount", { count: refused }), () => walk.enter({ screen: "waiting" }), { kind: "tertiary" }) : null,
    walk.place.screen === "house" ? button(text("parts"), () => walk.enter({ screen: "parts" }), { kind: "tertiary" }) : null,
  ];
  return h(
    "div",
    { class: "walk-status" },
    h("div", { role: "status" }, sentences(walk).map((line) => h("p", {}, line))),
    round ? h("div", { class: "walk-status__actions" }, actions) : null,
  );
}

// What was done last, with the touch that takes it back; or what was said last.
export function undoBar(walk) {
  const { last } = walk;
  if (walk.place.form) {
    return "";
  }
  if (last && (walk.round?.notes.includes(last) || walk.round?.photos.includes(last))) {
    return h("div", { class: "walk-undo" }, h("p", {}, walk.said), button(text("undo"), () => walk.undo(last)));
  }
  return walk.said ? h("div", { class: "walk-undo" }, h("p", {}, walk.said)) : "";
}
