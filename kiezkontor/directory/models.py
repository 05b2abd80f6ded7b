from typing import Self

from django.db import models

from kiezkontor.directory.titles import Titled
from kiezkontor.districts.models import District, SubLocation
from kiezkontor.methods.geo import Box
from kiezkontor.organisations.models import (
    Category,
    OpeningPattern,
    Organisation,
    UseClass,
    Wheelchair,
)
from kiezkontor.premises.models import Unit


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, district: District) -> Self:
        return self.filter(district=district)

    def within(self, box: Box) -> Self:
        return self.filter(lat__gte=box.south, lat__lte=box.north, lon__gte=box.west, lon__lte=box.east)


class Entry(Titled, models.Model):
    """An organisation as the public of one district sees it: the read model of lists, filters, map and feeds.

    One row for each district and organisation present in it today; written by the actions of the areas below through
    `directory.actions.refresh_entries`, never edited. It holds only what may be public.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="entries")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    sub_location = models.ForeignKey(SubLocation, models.SET_NULL, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    pattern = models.ForeignKey(OpeningPattern, models.SET_NULL, null=True, related_name="+")
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    category_de = models.CharField(max_length=120, blank=True)
    category_en = models.CharField(max_length=120, blank=True)
    use_class = models.CharField(max_length=20, choices=UseClass)
    street = models.CharField(max_length=160, blank=True)
    number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=120, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    phone = models.CharField(max_length=20, blank=True)
    website = models.CharField(max_length=500, blank=True)
    opening_hours = models.CharField(max_length=500, blank=True)
    wheelchair = models.CharField(max_length=10, choices=Wheelchair, default=Wheelchair.UNKNOWN)
    is_chain = models.BooleanField(default=False)
    is_member = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False)
    photo = models.CharField(max_length=200, blank=True)
    photo_alt = models.CharField(max_length=255, blank=True)
    shuffle = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "organisation"], name="entry_once_in_a_district"),
            models.UniqueConstraint(fields=["district", "slug"], name="entry_slug_once_in_a_district"),
        ]
        indexes = [
            models.Index(fields=["district", "sort_name", "id"], name="entry_by_name"),
            # All that lists are filtered and counted by: of entries that are left out nothing else is read.
            models.Index(
                fields=[
                    *("district", "use_class", "category", "sub_location", "wheelchair", "is_chain", "is_member"),
                    *("pattern", "shuffle"),
                ],
                name="entry_for_lists",
            ),
            models.Index(fields=["district", "lat", "lon"], name="entry_by_place"),
            models.Index(fields=["district", "-changed_at"], name="entry_by_change"),
        ]

    def __str__(self) -> str:
        return self.name


class ViewCount(models.Model):
    """How often an organisation's profile was opened in a district on a day; no cookie, no address, no person."""

    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="view_counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "organisation", "day"], name="view_count_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day}: {self.count}"


class Conversation(models.Model):
    """A visitor and an organisation who write to each other through us, until a while after the latest message."""

    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    visitor_name = models.CharField(max_length=120)
    visitor_email = models.EmailField()
    language = models.CharField(max_length=5)
    started_at = models.DateTimeField(auto_now_add=True)
    latest_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.title


class RelayedMessage(models.Model):
    """That a message went one of the two ways; what it said is not kept."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    to_entry = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["conversation", "to_entry", "at"], name="relayed_by_way")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.at:%Y-%m-%d}"
