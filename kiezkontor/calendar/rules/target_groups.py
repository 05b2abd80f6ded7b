"""How many of a target group there were: as totals that tell of nobody who it was."""

# Fewer than these would say who it was.
FEWEST = 3

# What a district begins with; none of them is a special category of personal data (Art. 9 GDPR), not even as a total.
FIRST = ("Gründerinnen", "Jungunternehmerinnen und Jungunternehmer")


def told(declared: int, *, asked: int) -> int | None:
    """How many said they belong to it; None where so few did, or all who were asked, that it would tell who."""
    return declared if FEWEST <= declared < asked else None
