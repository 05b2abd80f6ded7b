"""What the tests of the walk look at on a telephone."""

from typing import Any

UNITS = 300
PHONE = {"width": 360, "height": 740}
APP = "/kiez/buero/begehung/"
READ = """(place) => new Promise((resolve) => {
  const asked = indexedDB.open(`kiezkontor-walk:${location.pathname}`);
  asked.onsuccess = () => {
    const found = asked.result.transaction(place).objectStore(place).getAll();
    found.onsuccess = () => resolve(found.result.map(({ key, ...row }) => ({ ...row, isOpen: key !== null })));
  };
})"""


def rows(page: Any, place: str) -> list[dict[str, Any]]:
    """What the telephone keeps in a place; isOpen: whether a lease still has its key."""
    found: list[dict[str, Any]] = page.evaluate(READ, place)
    return found


def waiting(page: Any) -> list[int]:
    """How many notes and photos wait on the telephone."""
    return [len(rows(page, "notes")), len(rows(page, "photos"))]


def take_along(page: Any) -> None:
    page.get_by_role("listitem").filter(has_text="Runde 2").get_by_role("button", name="Mitnehmen").click()
    page.get_by_role("heading", name="Runde 2").wait_for()
