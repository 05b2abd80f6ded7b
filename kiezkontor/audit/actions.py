from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from kiezkontor.accounts.viewer import Scope, Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.shared.bulk import insert_values

COLUMNS = ("at", "actor_id", "actor_label", "scope_id", "verb", "subject_type", "subject_id", "subject_label", "detail")


def record(verb: str, subject: models.Model, *, by: Viewer, district: Scope | None = None, **detail: Any) -> None:
    """Write one audit entry inside the action's own transaction; `detail` must be JSON."""
    record_many(verb, [(subject, detail)], by=by, district=district)


def record_many(
    verb: str,
    subjects: Iterable[tuple[models.Model, Mapping[str, Any]]],
    *,
    by: Viewer,
    district: Scope | None = None,
) -> None:
    """The same deed on many objects, one entry each, in one statement."""
    named = ((subject._meta.label_lower, subject.pk, str(subject), detail) for subject, detail in subjects)
    _record(verb, named, by=by, district=district)


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
