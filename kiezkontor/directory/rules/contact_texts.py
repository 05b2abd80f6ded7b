"""How telephone numbers and web addresses are printed."""

from urllib.parse import urlsplit

import phonenumbers


def phone_text(number: str) -> str:
    """An E.164 number as people dial it at home ("0721 12345"); foreign ones with their country code."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, form.NATIONAL if parsed.country_code == 49 else form.INTERNATIONAL))


def site_text(url: str) -> str:
    """A web address without what everybody takes for granted: "beispiel.de/laden"."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}" or url
