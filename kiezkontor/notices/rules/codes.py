"""Short codes that people type from paper."""

# Without letters and digits that look or sound alike on paper; 30 signs, eight of them make 6.5e11 codes.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
ALIKE = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J", "U": "V"})


def as_printed(code: str) -> str:
    """In two groups, as it is easier to copy: "K7QF-2MXN"."""
    return f"{code[:4]}-{code[4:]}"


def as_typed(text: str) -> str:
    """The code somebody meant: case, blanks and hyphens do not matter, signs that look alike are taken as one.

    "" where it cannot be a code.
    """
    code = "".join(sign for sign in text.upper() if sign.isalnum()).translate(ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else ""
