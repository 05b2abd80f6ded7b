"""What of a deed names or tells of people who do not act for the office."""

# Kinds of objects whose own name is a person, an address or a text the office wrote for itself.
NAMED_AFTER_PEOPLE = frozenset(
    {
        "desk.task",
        "districts.invitation",
        "members.post",
        "notices.addressmark",
        "organisations.contact",
        "organisations.legalhold",
        "vacancies.earlywarning",
        "vacancies.letting",
        "vacancies.locationenquiry",
        "vacancies.negotiation",
        "vacancies.owner",
        "vacancies.spacerequest",
        "vacancies.tour",
        "vacancies.viewing",
        "voices.voice",
    }
)
# Names in an entry's detail under which a person or a free text stands.
TELLS_OF_PEOPLE = frozenset({"email", "note", "person"})
# Kinds of objects with the names in the detail of their entries under which words of minutes stand.
WORDS_OF_MINUTES = frozenset({("meetings.meeting", name) for name in ("item", "question", "wording")})
# Name in an entry's detail that is there where the object alone, and not all of its kind, is called by an inner text.
INNER = "inner"
