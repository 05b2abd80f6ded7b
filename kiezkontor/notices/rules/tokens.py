"""What stands after the plus in addresses that mail comes back to, and in our Message-IDs: unforgeable, any case."""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
PURPOSE = re.compile(r"[a-z]{1,8}")
TOKEN = re.compile(r"([a-z]{1,8})-([0-9a-z]{1,12})-([0-9a-z]{1,4})-([a-z2-7]{16})")


@dataclass(frozen=True)
class Token:
    """purpose: which area takes what comes to it. key: what it is about, there. last_on: the last day it holds."""

    purpose: str
    key: int
    last_on: date


def seal(text: str, secret: bytes) -> str:
    """16 letters and digits (80 bits) that only the owner of the secret can write below a text."""
    return b32encode(hmac.digest(secret, text.encode(), sha256)[:10]).decode().lower()


def written(token: Token, secret: bytes) -> str:
    if not PURPOSE.fullmatch(token.purpose):
        raise ValueError(f"{token.purpose!r} is not one word of up to 8 small letters.")
    text = f"{token.purpose}-{in_digits(token.key)}-{in_digits(token.last_on.toordinal())}"
    return f"{text}-{seal(text, secret)}"


def read(text: str, secret: bytes) -> Token | None:
    """The token that was written like this with the same secret, whether it still holds or not; None for any other."""
    found = TOKEN.fullmatch(text.lower())
    if found is None or not hmac.compare_digest(seal(text.lower().rpartition("-")[0], secret), found[4]):
        return None
    return Token(found[1], int(found[2], 36), date.fromordinal(int(found[3], 36)))


def in_digits(number: int) -> str:
    """A number from 0 in base 36."""
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = DIGITS[digit] + written
    return written or "0"
