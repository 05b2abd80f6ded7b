// Tells the server once that this page was looked at: no cookie, nothing about the visitor.
export function countView() {
  const place = document.querySelector("[data-count-view]");
  if (!place) {
    return;
  }
  const send = () => navigator.sendBeacon(place.dataset.countView);
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", send, { once: true });
  } else {
    send();
  }
}
