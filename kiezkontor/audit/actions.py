from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Scope, Viewer
from kiezkontor.audit.hooks import tell_recorded
from kiezkontor.audit.models import AuditEntry, named_after_people
from kiezkontor.audit.rules.people import INNER, TELLS_OF_PEOPLE
from kiezkontor.shared.bulk import insert_values

BATCH = 500
SEEN_FOR = timedelta(hours=1)
VALUES = frozenset({"changes", "before", "after"}) | TELLS_OF_PEOPLE
COLUMNS = ("at", "actor_id", "actor_label", "scope_id", "verb", "subject_type", "subject_id", "subject_label", "detail")


def record(verb: str, subject: models.Model, *, by: Viewer, district: Scope | None = None, **detail: Any) -> None:
    """Write one audit entry inside the action's own transaction; `detail` must be JSON."""
    record_many(verb, [(subject, detail)], by=by, district=district)


def record_view(verb: str, subject: models.Model, *, by: Viewer, district: Scope) -> None:
    """Note that somebody read something restricted; once an hour, however often they look.

    For what is read on a person's demand, with a form: a page that is only opened changes nothing.
    """
    about = {"verb": verb, "subject_type": subject._meta.label_lower, "subject_id": subject.pk, "scope_id": district.pk}
    lately = AuditEntry.objects.filter(**about, actor=by.person, at__gt=timezone.now() - SEEN_FOR)
    if by.person is None or not lately.exists():
        record(verb, subject, by=by, district=district)


def record_many(
    verb: str,
    subjects: Iterable[tuple[models.Model, Mapping[str, Any]]],
    *,
    by: Viewer,
    district: Scope | None = None,
) -> None:
    """The same deed on many objects, one entry each, in one statement; of those that are confidential it says so."""
    named = (
        (subject._meta.label_lower, subject.pk, str(subject), {**detail, **inner(subject)})
        for subject, detail in subjects
    )
    _record(verb, named, by=by, district=district)


def inner(subject: models.Model) -> dict[str, bool]:
    return {INNER: True} if getattr(subject, "is_confidential", False) else {}


def record_rows(
    verb: str,
    model: type[models.Model],
    rows: Iterable[tuple[int, str, Mapping[str, Any]]],
    *,
    by: Viewer,
    district: Scope | None = None,
) -> None:
    """As `record_many`, for rows of one model that were stored without making objects of them: key, label, detail."""
    _record(verb, ((model._meta.label_lower, *row) for row in rows), by=by, district=district)


def _record(
    verb: str,
    subjects: Iterable[tuple[str, Any, str, Mapping[str, Any]]],
    *,
    by: Viewer,
    district: Scope | None,
) -> None:
    deed = (timezone.now(), by.person and by.person.pk, by.label[:120], district and district.pk, verb)
    insert_values(
        AuditEntry, COLUMNS, ((*deed, kind, key, label[:200], dict(detail)) for kind, key, label, detail in subjects)
    )
    tell_recorded(verb, district.pk if district else None)


def forget_name(person: Person) -> None:
    """Take a person's name out of the log: of their deeds, and where they are what it is about."""
    AuditEntry.objects.filter(actor=person).update(actor_label="")
    AuditEntry.objects.filter(subject_type=Person._meta.label_lower, subject_id=person.pk).update(subject_label="")


def values_over(before: datetime) -> QuerySet[AuditEntry]:
    """Deeds before that moment of which it is still kept what stood there or whom it concerned."""
    with_values = Q(detail__has_any_keys=sorted(VALUES))
    names = named_after_people() & ~Q(subject_label="")
    return AuditEntry.objects.filter(with_values | names, at__lt=before)


def forget_values(old: QuerySet[AuditEntry]) -> int:
    """Of deeds keep who, what and which fields, and drop what stood there and whom it concerned; returns how many."""
    forgotten = last = 0
    # Read whole before it is written: SQLite refuses a write beside an open reading once somebody else has written.
    while batch := list(old.order_by("pk").filter(pk__gt=last)[:BATCH]):
        for entry in batch:
            fields = sorted(entry.detail.get("changes") or entry.detail.get("fields") or [])
            kept = {key: value for key, value in entry.detail.items() if key not in VALUES}
            entry.detail = kept | ({"fields": fields} if fields else {})
            entry.subject_label = "" if entry.is_named_after_people else entry.subject_label
        AuditEntry.objects.bulk_update(batch, ["detail", "subject_label"])
        forgotten, last = forgotten + len(batch), batch[-1].pk
    return forgotten
