from django.db import models
from django.db.models import Q

from kiezkontor.accounts.models import Person
from kiezkontor.audit.rules.people import INNER, NAMED_AFTER_PEOPLE


class AuditEntry(models.Model):
    """Who did what to which object; written by actions, never changed.

    scope_id: the district whose office may read it, None for the installation.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=120)
    scope_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["scope_id", "-at"], name="audit_by_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"

    @property
    def is_named_after_people(self) -> bool:
        """Whether its object's name is a person, an address or an inner text."""
        return self.subject_type in NAMED_AFTER_PEOPLE or INNER in self.detail


def named_after_people() -> Q:
    """The condition `AuditEntry.is_named_after_people`."""
    return Q(subject_type__in=NAMED_AFTER_PEOPLE) | Q(detail__has_key=INNER)
