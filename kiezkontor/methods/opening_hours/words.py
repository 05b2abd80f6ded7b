"""From text to tokens: OSM syntax, English and German words, and the slips people make."""

import re
from dataclasses import dataclass

from kiezkontor.methods.opening_hours.errors import HoursError
from kiezkontor.methods.opening_hours.model import State

LONGEST = 1000

DAYS = (
    ("mo", "mon", "monday", "montag", "montags"),
    ("tu", "tue", "tues", "tuesday", "di", "die", "dienstag", "dienstags"),
    ("we", "wed", "wednesday", "mi", "mit", "mittwoch", "mittwochs"),
    ("th", "thu", "thur", "thurs", "thursday", "do", "don", "donnerstag", "donnerstags"),
    ("fr", "fri", "friday", "fre", "freitag", "freitags"),
    ("sa", "sat", "saturday", "sam", "samstag", "samstags", "sonnabend", "sonnabends"),
    ("su", "sun", "sunday", "so", "son", "sonntag", "sonntags"),
)
MONTHS = (
    ("jan", "january", "januar", "jänner"),
    ("feb", "february", "februar"),
    ("mar", "march", "mär", "mrz", "märz"),
    ("apr", "april"),
    ("may", "mai"),
    ("jun", "june", "juni"),
    ("jul", "july", "juli"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october", "okt", "oktober"),
    ("nov", "november"),
    ("dec", "december", "dez", "dezember"),
)
OTHERS: dict[str, dict[object, tuple[str, ...]]] = {
    "state": {
        State.OPEN: ("open", "geöffnet", "offen", "auf"),
        State.CLOSED: ("off", "closed", "geschlossen", "zu", "ruhetag", "closes"),
        State.UNKNOWN: ("unknown", "unbekannt"),
    },
    "holiday": {
        "PH": ("ph", "feiertag", "feiertage", "feiertags", "feiertagen", "holiday", "holidays"),
        "SH": ("sh", "schulferien", "ferien"),
    },
    "event": {
        "sunrise": ("sunrise", "sonnenaufgang"),
        "sunset": ("sunset", "sonnenuntergang"),
        "dawn": ("dawn", "morgendämmerung"),
        "dusk": ("dusk", "abenddämmerung"),
    },
    ",": {",": ("und", "and", "sowie", "u", "oder")},
    "-": {"-": ("bis", "to", "till", "until", "through", "thru")},
    "from": {"ab": ("ab", "from")},
    "week": {"week": ("week", "kw")},
    "easter": {"easter": ("easter", "ostern", "ostersonntag")},
    "unit": {"days": ("day", "days", "tag", "tage")},
    "half": {"am": ("am", "a.m."), "pm": ("pm", "p.m.")},
    "everyday": {"daily": ("daily", "täglich", "everyday", "tgl")},
    "weekend": {"weekend": ("weekend", "wochenende", "wochenends")},
    "last": {"last": ("letzter", "letzten", "letzte")},
    "ende": {"ende": ("ende", "end")},
    "unclear": {"workdays": ("werktags", "werktag", "werktage", "wochentags", "werktäglich")},
    "noise": {
        "": (
            "uhr",
            "h",
            "hrs",
            "hours",
            "von",
            "jeden",
            "jede",
            "an",
            "im",
            "monat",
            "der",
            "des",
            "monats",
            "durchgehend",
            "vorübergehend",
            "derzeit",
            "zurzeit",
        )
    },
}
WORDS: dict[str, tuple[str, object]] = {}
for number, names in enumerate(DAYS):
    WORDS |= dict.fromkeys(names, ("day", number))
for number, names in enumerate(MONTHS, 1):
    WORDS |= dict.fromkeys(names, ("month", number))
for kind, values in OTHERS.items():
    for value, names in values.items():
        WORDS |= dict.fromkeys(names, (kind, value))

BY_ARRANGEMENT = (
    r"(?:nur\s+)?(?:termine?\s+)?nach\s+(?:(?:telefonischer|tel\.?|vorheriger)\s+)?"
    r"(?:termin)?(?:vereinbarung|absprache|anmeldung)|by\s+appointment"
)
REPAIRS = tuple(
    (re.compile(pattern, re.IGNORECASE), better)
    for pattern, better in (
        (r"[–—−‐‑]", "-"),
        (r"\\n|[\r\n]+", " , "),
        (r"[\xa0\u2000-\u200b\u202f]", " "),
        (r"\b24\s*/\s*7\b|\brund um die uhr\b|\bdurchgehend geöffnet\b|\b24 (?:stunden|std\.?|hours)\b", "24/7"),
        (r"\bsonn-?\s*(?:und|u\.|&|/)\s*feiertag(?:e|s|en)?\b", "Su,PH"),
        (r"\(?\b(?:außer|ausser|nicht)\s+(?:an\s+)?feiertag(?:e|s|en)?\b\)?", "; PH off"),
        (r"\ball(?:e|en)\s+tage?n?\b", "Mo-Su"),
        (rf"(?:(?:[,;]|\bund|\bsowie|\boder)\s*)+({BY_ARRANGEMENT})", r' || "\1"'),
        (rf'(?<!")\b({BY_ARRANGEMENT})(?!")\b', r'"\1"'),
        (r"\bopen end\b", "ende"),
        (r"\?+", " "),
    )
)
MAY_NEED_REPAIR = re.compile(r"[^\x20-\x7e]|[\\?]|24\s|[A-Za-z]{4}")
"""Most texts are plain OSM syntax and need none of the repairs."""
QUOTED = re.compile(r'("[^"]*")')
TOKEN = re.compile(
    r"""\s+
    | (?P<comment>"[^"]*")
    | (?P<always>24/7)
    | (?P<date>\d{1,2}\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?\d{4})?)
    | (?P<time>0?\d{1,2}(?:[:.]|h(?=\d))(?:\d{2}|0{1,3}))(?!\d)
    | (?P<number>\d+)
    | (?P<word>[^\W\d_]+)
    | (?P<joint>\|\|)
    | (?P<sign>[-;,+/\[\]():.&])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """kind: a group of `TOKEN`, a key of `OTHERS`, "day", "month", "end", or the sign itself; text: as written."""

    kind: str
    value: object
    text: str


END = Token("end", None, "")


def tokens_of(expression: str) -> list[Token]:
    """The tokens of an opening hours text, closed by `END`. Raises HoursError for what no token fits."""
    if not expression.strip():
        raise HoursError("empty")
    if len(expression) > LONGEST:
        raise HoursError("too_long", limit=LONGEST)
    found: list[Token] = []
    text = repaired(expression)
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            if text[at] == '"':
                raise HoursError("open_quote")
            raise HoursError("unknown_word", text=text[at : at + 20].split(" ")[0])
        at = match.end()
        if match.lastgroup:
            add_token(found, match.lastgroup, match.group(), followed_by=text[at : at + 1])
    return [*found, END]


def add_token(found: list[Token], kind: str, text: str, *, followed_by: str) -> None:
    if kind == "word":
        word = WORDS.get(text.lower())
        if word is None:
            raise HoursError("unknown_word", text=text)
        if word[0] == "unclear":
            raise HoursError("working_days", text=text)
        if word[0] != "noise":
            found.append(Token(word[0], word[1], text))
    elif kind == "sign" and text == ".":
        if followed_by.isalpha():
            found.append(Token(",", ",", text))
    elif kind == "sign" and text == "&":
        found.append(Token(",", ",", text))
    elif kind == "sign":
        found.append(Token(text, text, text))
    elif kind == "joint":
        found.append(Token("||", "||", text))
    elif kind == "comment":
        found.append(Token("comment", " ".join(text[1:-1].split()), text))
    elif kind == "time":
        found.append(Token("time", minutes_of(text), text))
    elif kind == "date":
        found.append(Token("date", tuple(int(part) for part in text.replace(" ", "").split(".") if part), text))
    else:
        found.append(Token(kind, int(text) if kind == "number" else text, text))


def minutes_of(text: str) -> int:
    hours, minutes = re.split(r"[:.h]", text)
    if int(minutes) > 59 or int(hours) > 48:
        raise HoursError("impossible_time", text=text)
    return int(hours) * 60 + int(minutes)


def repaired(expression: str) -> str:
    """The text with dashes, blanks and German phrases put right outside quotation marks."""
    for typographic in "“”„":
        expression = expression.replace(typographic, '"')
    parts = QUOTED.split(expression)
    for number in range(0, len(parts), 2):
        if MAY_NEED_REPAIR.search(parts[number]):
            for pattern, better in REPAIRS:
                parts[number] = pattern.sub(better, parts[number])
    return "".join(parts)
