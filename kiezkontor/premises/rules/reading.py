"""What we take over of a map object or table row about an organisation, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from kiezkontor.methods.street_names import street_name
from kiezkontor.organisations.rules.addresses import contacts_from_tags, house_number
from kiezkontor.organisations.rules.chains import chain_of

MAX_NAME = 200
MAX_HOURS = 500
_WHEELCHAIR = {"yes": "yes", "designated": "yes", "limited": "limited", "half": "limited", "no": "no"}


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What an open source says about one occupant; an unknown text is empty, wheelchair "unknown".

    category: "key=value". phone: E.164. Of several telephone numbers the first is taken.
    """

    name: str
    category: str
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: str = ""
    wheelchair: str = "unknown"
    is_chain: bool = False
    brand: str = ""

    def as_fields(self) -> dict[str, str | bool]:
        """The facts by field name, in a fixed order, for comparing and storing."""
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS = tuple(field.name for field in fields(OrganisationFacts))


def facts_from_tags(tags: Mapping[str, str], category: str) -> OrganisationFacts:
    """The facts of a business on the map. Only `name` is a name: a brand or operator alone leaves it unnamed."""
    contacts = contacts_from_tags(tags)
    chain = chain_of(tags, category)
    return OrganisationFacts(
        name=" ".join(tags.get("name", "").split())[:MAX_NAME],
        category=category,
        street=street_name(tags.get("addr:street", ""))[:160],
        number=house_number(tags.get("addr:housenumber", ""))[:20],
        postcode=tags.get("addr:postcode", "").strip()[:10],
        city=tags.get("addr:city", "").strip()[:120],
        phone=contacts.phones[0] if contacts.phones else "",
        email=contacts.email,
        website=contacts.website,
        opening_hours=opening_hours(tags),
        wheelchair=wheelchair(tags.get("wheelchair", "")),
        is_chain=chain.is_chain,
        brand=chain.brand[:120],
    )


def wheelchair(written: str) -> str:
    """ "yes", "limited", "no" or "unknown" for what a source writes ("designated", "yes;used", "half")."""
    return _WHEELCHAIR.get(written.split(";")[0].strip().lower(), "unknown")


def opening_hours(tags: Mapping[str, str]) -> str:
    """The opening hours as written, blanks tidied; those too long to be an expression are left out."""
    text = " ".join(tags.get("opening_hours", "").split())
    return text if len(text) <= MAX_HOURS else ""
