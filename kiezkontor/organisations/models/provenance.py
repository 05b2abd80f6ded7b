from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.organisation import Organisation


class SourceRun(models.Model):
    """One reading of a source for one district: what was asked of it, when, and how it ended.

    scope: {"complete": true} or {"categories": ["shop=bakery", …]}: what this run could see at all. Of a table
    "mapping": heading to field, as a person said; while it is asking "columns": its headings and first values.
    reference_on: the day the source speaks of; checksum: SHA-256 of the file.
    done, total: progress in objects. counts: the result as printed by the command.
    """

    class Kind(models.TextChoices):
        OSM = "osm", "OpenStreetMap"
        TABLE = "table", _("Table")

    class Status(models.TextChoices):
        ASKING = "asking", _("waits for its columns")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    district = models.ForeignKey(District, models.CASCADE, related_name="source_runs")
    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64)
    scope = models.JSONField(default=dict)
    reference_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    message = models.TextField(blank=True)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.reference_on})"


class SourceRecord(models.Model):
    """What a source last said about one object, kept apart from our own data (licence, and for comparison).

    ref: the object's name at the source ("node/123"). tags: as the source gives them.
    """

    source = models.CharField(max_length=10, choices=SourceRun.Kind)
    ref = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="source_records"
    )
    tags = models.JSONField(default=dict)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    first_run = models.ForeignKey(SourceRun, models.PROTECT, related_name="+")
    last_run = models.ForeignKey(SourceRun, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="source_record_once")]
        indexes = [models.Index(fields=["lat", "lon"], name="source_record_by_place")]

    def __str__(self) -> str:
        return f"{self.source}:{self.ref}"


class FieldClaim(models.Model):
    """Who gave or confirmed the present value of one field, and on what basis; imports never overwrite such a field."""

    class Basis(models.TextChoices):
        OWNER = "owner", _("Statement of the owner")
        OBSERVATION = "observation", _("Own observation")
        PUBLIC_SOURCE = "public_source", _("Public source")
        CONSENT = "consent", _("Consent")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    field = models.CharField(max_length=40)
    basis = models.CharField(max_length=20, choices=Basis)
    said_on = models.DateField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "field"], name="one_claim_a_field")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.field}"
