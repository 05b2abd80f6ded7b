"""What the installation holds about a person, found by following the tables themselves: nothing can be forgotten here.

Three ways lead to it: rows that belong to the person, rows with their e-mail address, and deeds they are noted for, of
which only the number is told, because they are about others. What an office noted of talks with an organisation is
not among it; whoever asks for that gets it from the office, which looks at the rights of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import Consent, District
from kiezkontor.organisations.models import Contact
from kiezkontor.outreach.models import ContactEntry

# Opens something, or is of no meaning to anybody but the program.
NEVER_SHOWN = frozenset(
    "password token_hash code_hash session_key secret key token"
    " data text html calendar pdf written values raw message_id reply_to".split()
)
MOST_ROWS = 500
# Who is answered to: the mail itself went to somebody whose address the writer may not learn.
OF_SOMEBODY_ELSE = frozenset({"reply_to"})


@dataclass(frozen=True)
class Held:
    """Rows of one table. by: the column that leads from the person to them; rows: column name → value, newest first.

    count: of all of them; rows hold no more than MOST_ROWS, and none where they are deeds about others.
    """

    table: str
    name: str
    by: str
    count: int
    rows: list[dict[str, Any]]


def held_about(person: Person) -> list[Held]:
    """Everything, the person's own row first, then by table."""
    own = Held(Person._meta.label_lower, str(Person._meta.verbose_name), "", 1, [shown(person)])
    found = [held_in(model, column, person) for model, column in ways_to_people()]
    return [own, *(each for each in found if each.count)]


def held_at_office(email: str, district: District) -> list[Held]:
    """What an office holds about whoever has an e-mail address: rows with it, consents, and talks with that person."""
    people = Contact.objects.filter(district=district, email__iexact=email)
    consents = Consent.objects.filter(
        district=district, subject_type=Contact._meta.label_lower, subject_id__in=people.values("pk")
    )
    talks = ContactEntry.objects.filter(district=district, contact__in=people)
    by_address = [rows_with(model, column, email, district) for model, column in ways_to_people()]
    found = [*(held_rows(column, rows) for column, rows in filter(None, by_address)), held_rows("contact", talks)]
    return [each for each in [*found, held_rows("subject_id", consents)] if each.count]


def rows_with(
    model: type[models.Model], column: "models.Field[Any, Any]", email: str, district: District
) -> tuple[str, models.QuerySet[Any]] | None:
    """Rows of one district with the address; None where a table belongs to no district or the column holds none."""
    scope = next((name for name in ("district", "scope_id") if has_column(model, name)), "")
    if not isinstance(column, models.EmailField) or not scope:
        return None
    return column.name, model._default_manager.filter(**{f"{column.name}__iexact": email, scope: district.pk})


def has_column(model: type[models.Model], name: str) -> bool:
    return any(each.name == name for each in model._meta.concrete_fields)


def ways_to_people() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every column that names a person or holds an e-mail address of somebody, by table."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        for column in model._meta.concrete_fields:
            names_person = isinstance(column, models.ForeignKey) and column.related_model is Person
            is_address = isinstance(column, models.EmailField) and column.name not in OF_SOMEBODY_ELSE
            if model is not Person and (names_person or is_address):
                yield model, column


def is_about_the_person(column: "models.Field[Any, Any]") -> bool:
    """A row that goes with the person, holds their address, or is their own line; not one that notes who did it."""
    if not isinstance(column, models.ForeignKey):
        return True
    return column.remote_field.on_delete is models.CASCADE or column.name == "person"


def held_in(model: type[models.Model], column: "models.Field[Any, Any]", person: Person) -> Held:
    """The rows of a table that a column leads to."""
    is_address = isinstance(column, models.EmailField)
    wanted: dict[str, Any] = {f"{column.name}__iexact": person.email} if is_address else {column.name: person}
    found = model._default_manager.filter(**wanted)
    if is_address and has_column(model, "person"):
        found = found.exclude(person=person)  # found by that column already
    return held_rows(column.name, found, told=is_about_the_person(column))


def held_rows(by: str, found: models.QuerySet[Any], *, told: bool = True) -> Held:
    """told: with what stands in the rows, and not only their number."""
    model = found.model
    others = [each.name for each in model._meta.concrete_fields if isinstance(each, models.ForeignKey)]
    whole = found.select_related(*others) if others else found
    rows = whole.order_by("-pk")[:MOST_ROWS] if told else []
    return Held(model._meta.label_lower, str(model._meta.verbose_name), by, found.count(), [shown(row) for row in rows])


def shown(row: models.Model) -> dict[str, Any]:
    """A row as plain values: keys of other rows as they read, nothing that opens anything."""
    values = {}
    for column in row._meta.concrete_fields:
        if column.name in NEVER_SHOWN:
            continue
        if isinstance(column, models.ForeignKey):
            other = getattr(row, column.name)
            values[column.name] = str(other) if other is not None else None
        else:
            values[column.name] = plain(getattr(row, column.attname))
    return values


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)
