import re
from collections.abc import Iterable
from functools import lru_cache

from kiezkontor.directory.rules.contact_texts import phone_text
from kiezkontor.directory.rules.opening_marks import opening_marks
from kiezkontor.directory.rules.phrases import AT_HOME
from kiezkontor.organisations.rules.search_words import read_table

HOW_A_PLACE_IS = frozenset(
    "air_conditioning atm changing_table compressed_air delivery dog drive_through internet_access kids_area lottery"
    " opening outdoor_seating self_service smoking takeaway toilets:wheelchair wheelchair".split()
)
SITE = re.compile(r"https?://(?:www\.)?([^/]+)")


def search_text(
    *,
    name: str,
    brand: str,
    category_names: Iterable[str],
    contact: Iterable[str],
    address: Iterable[str],
    prompts: Iterable[str],
    languages: Iterable[str],
) -> dict[str, str]:
    """The texts an entry is found by: a its name, b what it is, c where it is and what it says, exact its contact."""
    return {
        "a": joined([name, brand if brand.casefold() not in name.casefold() else ""]),
        "b": joined(category_names),
        "c": joined([*address, *prompts, *languages]),
        "exact": joined(map(as_people_type_it, contact)),
    }


def joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)


def as_people_type_it(contact: str) -> str:
    """A telephone number as one dials it here, with and without area code; a site without the rest of its address."""
    if contact.startswith("+49"):
        area, _blank, own = phone_text(contact).partition(" ")
        own = "".join(filter(str.isdecimal, own))
        return f"{area}{own}, {own}" if own else f"0{contact.removeprefix('+49')}"
    site = SITE.match(contact)
    return site[1] if site else contact


def marks_of_entry(category: str | None, keywords: str, opening_hours: str) -> tuple[str, ...]:
    """What an entry is and when it is open, for questions whose words stand for that.

    keywords: the organisation's finer marks with blanks between.
    """
    return (*([category] if category else []), *keywords.split(), *opening_marks(opening_hours))


@lru_cache(maxsize=4096)
def words_to_suggest(marks: tuple[str, ...]) -> str:
    """Single German and English words for what a place is; phrases and other languages are found, not suggested."""
    table = read_table()
    what_it_is = (mark for mark in marks if mark.partition("=")[0] not in HOW_A_PLACE_IS)
    words = (word for mark in what_it_is for language in AT_HOME for word in table.get(mark, {}).get(language, ()))
    return " ".join(dict.fromkeys(word for word in words if " " not in word))
