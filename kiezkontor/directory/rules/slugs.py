import re
import unicodedata

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae"})
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def entry_slug(name: str, organisation_id: int) -> str:
    """The readable address of an entry: "baeckerei-mueller-3k"; its end names the organisation for good.

    Whatever happens to the name, `organisation_of` finds the organisation in an old address.
    """
    return f"{in_addresses(name)[:80].strip('-') or 'eintrag'}-{base36(organisation_id)}"


def in_addresses(name: str) -> str:
    """“Bäckerei Müller” becomes "baeckerei-mueller"; empty where nothing is left of a name."""
    words = unicodedata.normalize("NFKD", name.lower().translate(GERMAN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def organisation_of(slug: str) -> int | None:
    """The organisation id in the end of a slug, None where there is none."""
    end = slug.rpartition("-")[2]
    if not re.fullmatch(r"[0-9a-z]{1,12}", end):
        return None
    return int(end, 36)


def base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
