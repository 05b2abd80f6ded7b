"""Finds words in German and English notes that point to data which the law protects in particular.

Source: Articles 9 and 10 of the GDPR (health, origin, religion, politics, unions, sexual life, offences), and social
benefits, which German law guards as social data (section 35 of the Social Code, book I). A list of beginnings of words
with the exceptions that everyday notes of an office hold; it misses paraphrases and is meant to make people look again.
"""

import re

BEGINNINGS = (
    # Health
    *("krank", "erkrank", "depress", "burnout", "burn-out", "krebs", "diabet", "demenz", "alkoholi", "drogen"),
    *(
        "suchtkr",
        "süchtig",
        "hiv",
        "epilep",
        "schwanger",
        "psychisch",
        "psychiat",
        "psychothera",
        "reha",
        "schwerbehind",
        "behindert",
    ),
    *("pflegegrad", "pflegebedürft", "arbeitsunfähig", "chemotherap", "schlaganfall", "herzinfarkt"),
    *("ill", "sick", "disabled", "pregnan", "cancer", "addict"),
    # Origin and residence
    *(
        "ausländer",
        "migrant",
        "migrationshintergrund",
        "flüchtling",
        "geflüchtet",
        "asylb",
        "asyla",
        "asyl",
        "abschieb",
    ),
    *("staatsangehörig", "staatsbürgerschaft", "nationalität", "aufenthaltstitel", "aufenthaltserlaubnis", "duldung"),
    *("hautfarbe", "ethni", "foreigner", "refugee", "nationality"),
    # Religion and world view
    *(
        "muslim",
        "moslem",
        "islam",
        "jüdisch",
        "jude",
        "juden",
        "jüdin",
        "christlich",
        "christ",
        "katholi",
        "evangelisch",
        "alevit",
    ),
    *("jesid", "hindu", "buddhis", "orthodox", "atheis", "religi", "konfession", "kopftuch", "jewish", "catholic"),
    # Politics and unions
    *("parteimitglied", "gewerkschaftsmitglied", "linksextrem", "rechtsextrem", "reichsbürger"),
    # Sexual life
    *("schwul", "lesbisch", "homosexuell", "bisexuell", "transsexuell", "gay", "lesbian"),
    # Offences
    *("vorbestraft", "vorstrafe", "straftat", "strafverfahren", "straffällig", "haftstrafe", "gefängnis", "criminal"),
    # Social benefits
    *("jobcenter", "bürgergeld", "hartz", "sozialhilfe", "grundsicherung", "aufstocker", "arbeitslosengeld"),
)
# What begins alike and says nothing of a person.
HARMLESS = (
    *(
        "krankenkasse",
        "krankenhaus",
        "krankenversich",
        "krankengymnast",
        "psychotherapie",
        "psychotherapeut",
        "christburg",
    ),
    *("behindertengerecht", "behindertentoilette", "behindertenparkpl", "christbaum", "christkind", "christmas"),
    *("christian", "christin", "christoph", "christel", "christof", "christa"),
)
# Nouns whose small spelling is another word: "sie sucht Räume".
NOUNS = frozenset({"Sucht"})
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SHORT = 5


def protected_words(text: str) -> list[str]:
    """The words as they stand there, each once, in order; empty where nothing points to such data."""
    found: dict[str, str] = {}
    for match in WORD.finditer(text):
        word = match[0]
        if word in NOUNS or points_to_it(word.casefold()):
            found.setdefault(word.casefold(), word)
    return list(found.values())


def points_to_it(word: str) -> bool:
    if word.startswith(HARMLESS):
        return False
    return any(word == each or (len(each) >= SHORT and word.startswith(each)) for each in BEGINNINGS)
