"""Cells that a spreadsheet must not take for a formula."""

# Source: OWASP, CSV injection: a leading sign of these makes common spreadsheets calculate.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> str:
    """The text of a cell; text a spreadsheet would calculate gets an apostrophe in front, numbers stay as they are."""
    text = "" if value is None else str(value)
    if not isinstance(value, str) or not text.startswith(FORMULA_STARTS):
        return text
    return text if is_phone_number(text) else f"'{text}"


def is_phone_number(text: str) -> bool:
    """E.164: a plus sign and digits alone calculate to themselves and stay readable for machines."""
    return text.startswith("+") and text[1:].isdigit()
