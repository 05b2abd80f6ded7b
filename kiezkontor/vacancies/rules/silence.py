"""Whether a free text tells what an owner has not released: a street, a name or a part of it, a number, a rent."""

import re
import unicodedata
from collections.abc import Collection

# Smaller numbers stand in texts for other reasons: steps, windows.
LOWEST_TOLD_EUR = 10
# Shorter parts of a name are words of their own too often.
SHORTEST_PART = 4
# Shorter numbers of telephones are house numbers and years as well.
SHORTEST_PHONE = 6
# Parts of names that many owners have in common, as they are folded.
COMMON = frozenset(
    "baugenossenschaft beteiligungen beteiligungs bezirksamt diakonie eheleute eigentuemer "
    "eigentuemergemeinschaft erben erbengemeinschaft estate evangelische familie firma frau gemeinde "
    "genossenschaft gesellschaft gewerbebau gmbh group grundbesitz grundstuecke grundstuecks "
    "grundstuecksgesellschaft haus hausverwaltung herr holding immobilien invest katholische kirche "
    "kirchengemeinde land management professor projekt projektentwicklung property real stadt stiftung verein "
    "vermoegensverwaltung verwalter verwaltung verwaltungs wohnbau wohnen wohnungsbau wohnungsbaugesellschaft "
    "wohnungsgenossenschaft".split()
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# An amount with its currency, "750,-", and a number for each square metre, with or without one.
MONEY = re.compile(
    r"€|(?<!\w)(?:euro|eur)s?(?![\w-])|\d,[-–—]"
    r"|\d\s*(?:(?:kalt|warm|netto|brutto|nettokalt|bruttokalt|bruttowarm)\s*)?(?:pro|je|per|/)"
    r"\s*(?:m2|qm|quadratm|square m)"
)


def tells(text: str, withheld: Collection[str], *, euros: Collection[float | None] | None = None) -> bool:
    """Whether a text names what is not released.

    withheld: words such as a name or a street, numbers of telephones. euros: what the rent comes to, as far as it is
    known; then no sum of money is told, not even another one that it could be near to. None where it is released.
    """
    said = folded(text)
    if any(re.search(pattern(word), said) for word in filter(None, map(folded, withheld))):
        return True
    digits = re.sub(r"[\s/().+-]", "", said)
    if any(number in digits for number in filter(None, map(number_in, withheld))):
        return True
    if euros is None:
        return False
    amounts = {round(each, 2) for each in euros if each is not None and each >= LOWEST_TOLD_EUR}
    return bool(MONEY.search(said)) or not amounts.isdisjoint(amounts_in(said))


def folded(text: str) -> str:
    """A text for comparison: in small letters, without accents and what nobody sees, streets spelled alike."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    plain = unicodedata.normalize("NFKD", seen.casefold().translate(UMLAUTS))
    spelled = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"str(?:asse|\.)", "str ", spelled).split())


def pattern(word: str) -> str:
    """What a folded word looks like in a folded text: hyphens or none, and with what a street or a name ends in."""
    pieces = re.split(r"[\s-]+", re.sub(r"(?<=\w)str$", " str", word))
    ending = "" if word.endswith("str") else r"(?:['’]?s)?(?!\w)"
    return r"(?<!\w)" + r"[\s-]*".join(map(re.escape, pieces)) + ending


def number_in(word: str) -> str:
    """The digits of a telephone number without what stands before the area; "" where it is none."""
    number = re.sub(r"[\s/().+-]", "", word)
    within = re.sub(r"^(?:0049|49|0)", "", number)
    return within if number.isdigit() and len(within) >= SHORTEST_PHONE else ""


def parts_of(name: str, *, town: str = "") -> list[str]:
    """The words of a name that tell it by themselves. town: where it is, which everybody knows."""
    known = COMMON | set(re.findall(r"\w+", folded(town)))
    return [part for part in re.findall(r"[^\W\d_]+", folded(name)) if len(part) >= SHORTEST_PART and part not in known]


def amounts_of(
    cold: float | None,
    utilities: float | None,
    deposit: float | None,
    area_sqm: float | None,
    price: float | None = None,
) -> list[float | None]:
    """What a rent and a price may be told by: their parts, the sum, and each a square metre, unless those are whole."""
    whole = None if cold is None else cold + (utilities or 0)
    by_area = [round(each / area_sqm, 2) for each in (cold, whole, price) if each is not None] if area_sqm else []
    by_area = [each for each in by_area if not each.is_integer()]
    return [cold, utilities, deposit, whole, *([] if price is None else [price]), *by_area]


def amounts_in(text: str) -> set[float]:
    """Numbers of a text as amounts, however they are written: 1200, 1.200, 1 200,50 and 1200.50."""
    found = set()
    for number in re.findall(r"\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?", text):
        plain = re.sub(r"[. ](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
        found.add(round(float(plain), 2))
    return found
