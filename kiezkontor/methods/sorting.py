import re
import unicodedata

PLAIN = str.maketrans({"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d"})
NUMBER = re.compile(r"\d+")


def sort_key(name: str) -> str:
    """A plain text that sorts names as a German phone book reader expects, on every database alike.

    Case, accents and punctuation do not count (DIN 5007-1: ä sorts as a); numbers sort by value up to six digits.
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN))
    letters = "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return NUMBER.sub(lambda match: match.group().zfill(6), " ".join(letters.split()))
