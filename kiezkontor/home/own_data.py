"""What the installation holds about a person, found by following the tables themselves: nothing can be forgotten here.

Ways that lead to it: rows that belong to the person or hold their e-mail address, which they proved when they signed
in; the entries they look after; consents about any of these; notes that name them; and deeds they are noted for. Of the
last two only the number is told: deeds are about others, and what an office noted of talks you get from the office,
which looks at the rights of others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import Consent, District
from kiezkontor.organisations.models import Contact, Organisation, Steward
from kiezkontor.outreach.models import ContactEntry
from kiezkontor.vacancies.rules.exposes import FIELDS as PARTS
from kiezkontor.vacancies.rules.exposes import OWNER

# Opens something, is of no meaning to anybody but the program, or names who else said something.
NEVER_SHOWN = frozenset(
    "password token_hash code_hash session_key secret key token"
    " data text html calendar pdf written values raw message_id reply_to do_not_contact_note".split()
)
# What the office thinks, and where: of others' units and plans as well as of the person.
KEPT_BY_THE_OFFICE = frozenset(
    {
        *(f"vacancies.useidea.{name}" for name in ("status", "case", "note", "decided_by")),
        *(f"vacancies.vacancyreport.{name}" for name in ("case", "decided_by")),
        "vacancies.owner.note",
        # Of an exposé that names the person as its contact they are told that, not what is asked for the unit.
        "vacancies.expose.case",
        *(f"vacancies.expose.{name}" for part, names in PARTS.items() if part != OWNER for name in names),
    }
)
# Columns and ways by which a row belongs to a district.
SCOPES = ("district", "scope_id", "case__district")
# What somebody agreed to stands there word for word.
SHOWN_ALL_THE_SAME = frozenset({"districts.consent.text"})
MOST_ROWS = 500
# Who is answered to: the mail itself went to somebody whose address the writer may not learn.
OF_SOMEBODY_ELSE = frozenset({"reply_to"})
# Columns by which a row names what it is about, whatever that is.
POINTERS = (("subject_type", "subject_id"), ("about_type", "about_id"))

# told: with what stands in the rows. others: deeds about others. office: noted by an office, which tells of it.
type Told = Literal["told", "others", "office"]
type Column = "models.Field[Any, Any]"


@dataclass(frozen=True)
class Way:
    """by: the column that leads from the person to the rows."""

    by: str
    found: models.QuerySet[Any]
    told: Told = "told"


@dataclass(frozen=True)
class Held:
    """Rows of one table. by: the column that leads from the person to them; rows: column name → value, newest first.

    count: of all of them; rows hold no more than MOST_ROWS, and none where they are not told. keys: of the rows.
    """

    table: str
    name: str
    by: str
    count: int
    rows: list[dict[str, Any]]
    keys: list[str]
    told: Told = "told"

    def with_more(self, other: "Held") -> "Held":
        rows, keys = self.rows + other.rows, self.keys + other.keys
        return replace(self, count=self.count + other.count, rows=rows, keys=keys)


def held_about(person: Person) -> list[Held]:
    """Everything, the person's own row first, then by table; no row twice."""
    known: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
    found: dict[tuple[str, str, Told], Held] = {}
    for way in [*told_ways(person), *counted_ways(person)]:
        held = held_rows(way, without=known[way.found.model])
        known[way.found.model].update(held.keys)
        same = (held.table, held.by, held.told)
        found[same] = found[same].with_more(held) if same in found else held
    own, *others = found.values()
    return [own, *sorted((each for each in others if each.count), key=lambda each: each.table)]


def told_ways(person: Person) -> list[Way]:
    """The person's own row first; a row somebody entered about themselves is found here and so is no deed."""
    own = [Way("", Person.objects.filter(pk=person.pk))]
    own += [by_column(model, column, person) for model, column in ways_to_people() if is_about_the_person(column)]
    looked_after = Steward.objects.valid_on(timezone.localdate()).filter(person=person).values("organisation")
    own.append(Way("stewards", Organisation.objects.filter(pk__in=looked_after)))
    return [*own, Way("subject_id", consents_about(own))]


def consents_about(own: Iterable[Way]) -> models.QuerySet[Consent]:
    """Whoever entered them."""
    kinds = set(Consent.objects.order_by().values_list("subject_type", flat=True).distinct())
    about = Q(pk__in=())
    for way in own:
        kind = way.found.model._meta.label_lower
        if kind in kinds:
            about |= Q(subject_type=kind, subject_id__in=way.found.order_by().values("pk"))
    return Consent.objects.filter(about)


def counted_ways(person: Person) -> Iterator[Way]:
    """Deeds, then what offices and the log noted about the person, or about the line that an office keeps of them."""
    for model, column in ways_to_people():
        if not is_about_the_person(column):
            yield by_column(model, column, person, "others")
    lines = Contact.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    for model in all_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey) and column.related_model is Contact:
                yield Way(column.name, model._default_manager.filter(**{f"{column.name}__in": lines}), "office")
        for pointer in POINTERS:
            if all(has_column(model, name) for name in pointer) and model is not Consent:
                for about in (Person.objects.filter(pk=person.pk), lines):
                    yield Way(pointer[1], pointing_to(model, pointer, about), "office")


def pointing_to(
    model: type[models.Model], pointer: tuple[str, str], about: models.QuerySet[Any]
) -> models.QuerySet[Any]:
    kind, key = pointer
    return model._default_manager.filter(
        **{kind: about.model._meta.label_lower, f"{key}__in": about.order_by().values("pk")}
    )


def by_column(model: type[models.Model], column: Column, person: Person, told: Told = "told") -> Way:
    """The rows of a table that a column leads to."""
    is_address = isinstance(column, models.EmailField)
    wanted: dict[str, Any] = {f"{column.name}__iexact": person.email} if is_address else {column.name: person}
    return Way(column.name, model._default_manager.filter(**wanted), told)


def own_row_or_404(person: Person, table: str, key: str) -> models.Model:
    """One row of those that are told to the person."""
    for way in told_ways(person):
        if way.found.model._meta.label_lower == table:
            try:
                row: models.Model | None = way.found.filter(pk=key).first()
            except (ValueError, OverflowError):
                break
            if row is not None:
                return row
    raise Http404


def held_at_office(email: str, district: District) -> list[Held]:
    """What an office holds about whoever has an e-mail address: rows with it, consents, and talks with that person."""
    people = Contact.objects.filter(district=district, email__iexact=email)
    talks = ContactEntry.objects.filter(district=district, contact__in=people)
    rows = [way for model, column in ways_to_people() if (way := rows_with(model, column, email, district))]
    consents = consents_about(rows).filter(district=district)
    found = [*rows, Way("contact", talks), Way("subject_id", consents)]
    return [each for each in map(held_rows, found) if each.count]


def rows_with(model: type[models.Model], column: Column, email: str, district: District) -> Way | None:
    """Rows of one district with the address; None where a table belongs to no district or the column holds none."""
    scope = next((name for name in SCOPES if has_column(model, name.partition("__")[0])), "")
    if not isinstance(column, models.EmailField) or not scope:
        return None
    found = model._default_manager.filter(**{f"{column.name}__iexact": email, scope: district.pk})
    return Way(column.name, found)


def has_column(model: type[models.Model], name: str) -> bool:
    return any(each.name == name for each in model._meta.concrete_fields)


def all_models() -> list[type[models.Model]]:
    return sorted(apps.get_models(), key=lambda model: model._meta.label_lower)


def ways_to_people() -> Iterator[tuple[type[models.Model], Column]]:
    """Every column that names a person or holds an e-mail address of somebody, by table."""
    for model in all_models():
        for column in model._meta.concrete_fields:
            names_person = isinstance(column, models.ForeignKey) and column.related_model is Person
            is_address = isinstance(column, models.EmailField) and column.name not in OF_SOMEBODY_ELSE
            if model is not Person and (names_person or is_address):
                yield model, column


def is_about_the_person(column: Column) -> bool:
    """A row that goes with the person, holds their address, or is their own line; not one that notes who did it."""
    if not isinstance(column, models.ForeignKey):
        return True
    return column.remote_field.on_delete is models.CASCADE or column.name == "person"


def held_rows(way: Way, *, without: set[Any] | frozenset[Any] = frozenset()) -> Held:
    """without: keys of rows that were told already."""
    found, model = way.found, way.found.model
    if without:
        found = found.exclude(pk__in=without)
    others = [each.name for each in model._meta.concrete_fields if isinstance(each, models.ForeignKey)]
    whole = found.select_related(*others) if others else found
    rows = list(whole.order_by("-pk")[:MOST_ROWS]) if way.told == "told" else []
    count = found.count() if not rows or len(rows) == MOST_ROWS else len(rows)
    return Held(
        table=model._meta.label_lower,
        name=str(model._meta.verbose_name),
        by=way.by,
        count=count,
        rows=[shown(row) for row in rows],
        keys=[str(row.pk) for row in rows],
        told=way.told,
    )


def shown(row: models.Model) -> dict[str, Any]:
    """A row as plain values: keys of other rows as they read, nothing that opens anything."""
    values = {}
    for column in row._meta.concrete_fields:
        whole = f"{row._meta.label_lower}.{column.name}"
        if whole in KEPT_BY_THE_OFFICE or (column.name in NEVER_SHOWN and whole not in SHOWN_ALL_THE_SAME):
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
