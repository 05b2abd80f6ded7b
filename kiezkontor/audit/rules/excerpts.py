"""What differs between two texts, short enough for a line of the log."""

MOST = 160
LEAD = 24


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts whole where they are short, else from shortly before the place where they part."""
    if max(len(before), len(after)) <= MOST:
        return before, after
    shorter = min(len(before), len(after))
    part = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    start = before.rfind(" ", 0, max(0, part - LEAD)) + 1
    return cut(before, start), cut(after, start)


def cut(text: str, start: int) -> str:
    """At most MOST characters from `start` on, with dots where something was left out."""
    rest = text[start:]
    if len(rest) > MOST:
        rest = rest[:MOST].rstrip() + " …"
    return f"… {rest}" if start and rest else rest
