"""Streets, house numbers, telephone numbers, websites and e-mail addresses in one form each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

import phonenumbers

from kiezkontor.methods.street_names import street_name

MAX_URL = 500
MAX_ADDRESS = 250
_NUMBER = r"\d+\s*[a-zA-Z]?(?:\s*[-–/+&,;]\s*\d*\s*[a-zA-Z]?)*(?:\s*1/2)?"
_STREET_THEN_NUMBER = re.compile(rf"^(?P<street>.*?[^\W\d_].*?)\s+(?P<number>{_NUMBER})$")
_NUMBER_THEN_STREET = re.compile(r"^(?P<number>\d+\s?[a-zA-Z]?)\s*,\s*(?P<street>.+)$")
# In the inner city of Mannheim blocks stand for streets: "C 4, 12" is number 12 of block C 4.
_MANNHEIM_BLOCK = re.compile(r"^(?P<street>[A-U] ?\d{1,2}),\s*(?P<number>\d+\s?[a-z]?)$")
_EMAIL = re.compile(r"^[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>().]{2,}$")
_HOST = re.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def house_number(written: str) -> str:
    """A house number as we print it: "12 a" becomes "12A", "3 – 5" becomes "3-5", "7;9" becomes "7, 9"."""
    text = re.sub(r"\s*[–—-]\s*", "-", " ".join(written.split()))
    text = re.sub(r"(?<=\d)\s+(?=[a-zA-Z]\b)", "", text)
    text = re.sub(r"\s*[,;]\s*", ", ", text).strip(", ")
    return re.sub(r"(?<=\d)([a-z])\b", lambda match: match[1].upper(), text)


@lru_cache(maxsize=20_000)
def number_key(written: str) -> str:
    """A house number for comparison: "12 A" and "12a" are the same, so are "7;9" and "7, 9"."""
    return re.sub(r"\s+", "", house_number(written)).lower()


@lru_cache(maxsize=20_000)
def number_order(written: str) -> tuple[int, str]:
    """For sorting house numbers as they stand along the street: 2, 2A, 10."""
    match = re.match(r"\d+", number_key(written))
    return (int(match[0]) if match else 10**9, number_key(written)[match.end() if match else 0 :])


def split_address(written: str) -> tuple[str, str]:
    """Street and house number of one line ("Karlstr. 12 a", "8, Marktplatz"); an empty number where none is found.

    What is longer than any address is cut at MAX_ADDRESS letters.
    """
    text = " ".join(written.split()).strip(" ,;")[:MAX_ADDRESS]
    if match := _MANNHEIM_BLOCK.match(text):
        return match["street"], house_number(match["number"])
    if match := _STREET_THEN_NUMBER.match(text) or _NUMBER_THEN_STREET.match(text):
        return street_name(match["street"]), house_number(match["number"])
    return street_name(text), ""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A German address in its parts; any of them may be empty."""

    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""


_POSTCODE_CITY = re.compile(r"^(?P<postcode>\d{5})(?:\s+(?P<city>.+))?$")


def postal_address(written: str) -> PostalAddress:
    """The parts of a whole address in one field: "Turmstr. 59, 10551 Berlin"; what is not understood stays out.

    Of the long form of geocoders ("8, Kantstraße, Charlottenburg, Berlin, 10625, Deutschland") number, street and
    postcode are taken where the number leads.
    """
    parts = [part.strip() for part in written.split(",") if part.strip()]
    postcode = city = ""
    rest = []
    for part in parts:
        if match := _POSTCODE_CITY.match(part):
            postcode, city = match["postcode"], match["city"] or ""
        else:
            rest.append(part)
    if not rest:
        return PostalAddress(postcode=postcode, city=city)
    if len(rest) > 1 and re.fullmatch(r"\d+\s?[a-zA-Z]?", rest[0]):
        return PostalAddress(street_name(rest[1]), house_number(rest[0]), postcode, city)
    if len(rest) > 2 or (len(rest) == 2 and not re.match(r"\d", rest[1])):
        return PostalAddress(postcode=postcode, city=city)
    street, number = split_address(" ".join(rest))
    return PostalAddress(street, number, postcode, city)


def phone_numbers(written: str, *, region: str = "DE") -> tuple[str, ...]:
    """The telephone numbers of one text as E.164 ("+4972112345"), in order, without repeats and nonsense.

    Several stand apart by ";", "," or the word "oder"; "/" only when a whole number follows.
    """
    found = []
    for part in re.split(r"[;,]|\boder\b|\bund\b|\s/\s(?=\+|0)", written):
        try:
            number = phonenumbers.parse(part.strip(), region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            found.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return tuple(dict.fromkeys(found))


def number_to_dial(written: str) -> str:
    """The first telephone number in what somebody wrote, as E.164; empty where there is none."""
    numeral = re.search(r"\+?\(?\d[\d\s()/.–-]*", written)
    return next(iter(phone_numbers(numeral.group())), "") if numeral else ""


def website(written: str) -> str:
    """A web address with its scheme, lower-case host and no blanks; empty for what is none or too long."""
    text = written.split(";http")[0].split("; http")[0].strip().strip("<>")
    if not text or re.search(r"\s", text):
        return ""
    if not re.match(r"^[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        text = f"https://{text.lstrip('/')}"
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
        ascii_host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.match(ascii_host) or parts.username:
        return ""
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    address = urlunsplit((parts.scheme.lower(), host + port, path, parts.query, parts.fragment))
    return address if len(address) <= MAX_URL else ""


def email(written: str) -> str:
    """The first e-mail address of a text, with a lower-case host; empty where there is none."""
    for part in re.split(r"[;,\s]+", written.removeprefix("mailto:").strip()):
        if _EMAIL.match(part) and len(part) <= 254:
            local, _, host = part.rpartition("@")
            return f"{local}@{host.lower()}"
    return ""


@dataclass(frozen=True, slots=True)
class Contacts:
    """phones: E.164, the first is the one to print; the others are empty where not known."""

    phones: tuple[str, ...] = ()
    email: str = ""
    website: str = ""


def contacts_from_tags(tags: Mapping[str, str]) -> Contacts:
    """Telephone, e-mail and website of map tags, with or without the prefix "contact:"; landline before mobile."""
    phones = [
        number
        for key in ("phone", "contact:phone", "mobile", "contact:mobile")
        if (written := tags.get(key))
        for number in phone_numbers(written)
    ]
    return Contacts(
        phones=tuple(dict.fromkeys(phones)),
        email=_first(email, tags, "email", "contact:email"),
        website=_first(website, tags, "website", "contact:website", "url"),
    )


def _first(clean: Callable[[str], str], tags: Mapping[str, str], *keys: str) -> str:
    return next((value for key in keys if (value := clean(tags.get(key, "")))), "")
