"""What a browser calls itself, in the words of people: "Firefox, Windows"."""

# The first that fits counts: many name others as well, to be taken for them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """Browser and system; one of them where the other is not known, empty where neither is."""
    names = [first(user_agent, table) for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in names if name)


def first(user_agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in table if sign in user_agent), "")
