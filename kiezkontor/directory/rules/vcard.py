"""An address-book card. Source: RFC 6350 (vCard 4.0), version 3.0 syntax (RFC 2426), which every phone reads."""

from collections.abc import Iterator

LONGEST_LINE = 75


def vcard(
    *,
    name: str,
    organisation: str = "",
    categories: str = "",
    street: str = "",
    postcode: str = "",
    city: str = "",
    phone: str = "",
    email: str = "",
    website: str = "",
    profile_url: str = "",
    at: tuple[float, float] | None = None,
    note: str = "",
) -> str:
    """One card with lines folded after 75 octets; empty fields are left out.

    organisation: where a person works. Empty: the name is that of an organisation. at: latitude and longitude.
    """
    whole = f"ORG:{escaped(organisation or name)}"
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{escaped(name)};;;;", f"FN:{escaped(name)}", whole]
    if street or city:
        lines.append(f"ADR;TYPE=WORK:;;{escaped(street)};{escaped(city)};;{escaped(postcode)};Deutschland")
    if phone:
        lines.append(f"TEL;TYPE=WORK,VOICE:{escaped(phone)}")
    if email:
        lines.append(f"EMAIL;TYPE=INTERNET:{escaped(email)}")
    if categories:
        lines.append(f"CATEGORIES:{escaped(categories)}")
    lines += [f"URL:{escaped(url)}" for url in (website, profile_url) if url]
    if note:
        lines.append(f"NOTE:{escaped(note)}")
    if at:
        lines.append(f"GEO:{at[0]:.6f};{at[1]:.6f}")
    lines += ["END:VCARD", ""]
    return "\r\n".join(folded for line in lines for folded in fold(line))


def escaped(text: str) -> str:
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def fold(line: str) -> Iterator[str]:
    """Cut a line so that no part has more than 75 octets; a letter is never cut in two."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += letter
    yield part
