from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from kiezkontor.accounts.viewer import Scope, Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.shared.bulk import insert_many


def record(verb: str, subject: models.Model, *, by: Viewer, district: Scope | None = None, **detail: Any) -> AuditEntry:
    """Write one audit entry inside the action's own transaction; `detail` must be JSON."""
    (entry,) = record_many(verb, [(subject, detail)], by=by, district=district)
    return entry


def record_many(
    verb: str,
    subjects: Iterable[tuple[models.Model, Mapping[str, Any]]],
    *,
    by: Viewer,
    district: Scope | None = None,
) -> list[AuditEntry]:
    """The same deed on many objects, one entry each, in one statement."""
    now = timezone.now()
    person = by.person
    label = by.label[:120]
    return insert_many(
        [
            AuditEntry(
                at=now,
                actor_id=None if person is None else person.pk,
                actor_label=label,
                scope_id=None if district is None else district.pk,
                verb=verb,
                subject_type=subject._meta.label_lower,
                subject_id=subject.pk,
                subject_label=str(subject)[:200],
                detail=dict(detail),
            )
            for subject, detail in subjects
        ]
    )
