from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.rules import kinds, stages
from kiezkontor.calendar.rules.places import is_full
from kiezkontor.calendar.rules.recurrence import OnHoliday
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.web_addresses import WebAddress


class Kind(models.TextChoices):
    ROUND = kinds.Kind.ROUND.value, _("trader round")
    BREAKFAST = kinds.Kind.BREAKFAST.value, _("breakfast")
    SALON = kinds.Kind.SALON.value, _("salon")
    WORKSHOP = kinds.Kind.WORKSHOP.value, _("workshop")
    COURSE = kinds.Kind.COURSE.value, _("course")
    ROUND_TABLE = kinds.Kind.ROUND_TABLE.value, _("round table")
    BODY = kinds.Kind.BODY.value, _("meeting of a body")
    PUBLIC = kinds.Kind.PUBLIC.value, _("public event")
    ACTION = kinds.Kind.ACTION.value, _("joint action")
    TOUR = kinds.Kind.TOUR.value, _("tour")
    APPOINTMENT = kinds.Kind.APPOINTMENT.value, _("appointment")


class Audience(models.TextChoices):
    PUBLIC = kinds.Audience.PUBLIC.value, _("everybody")
    MEMBERS = kinds.Audience.MEMBERS.value, _("members of the network")
    INVITED = kinds.Audience.INVITED.value, _("who is invited")


class StepFree(models.TextChoices):
    YES = "yes", _("step-free")
    LIMITED = "limited", _("step-free in part")
    NO = "no", _("not step-free")
    UNKNOWN = "", _("not known")


class Series(models.Model):
    """Events that come again: "first Wednesday of the month, 7:30".

    rule: RFC 5545 without its beginning, on local days. starts_at_time: on the clock of the place.
    last_number: of the event made last; they are counted on, also where one was cancelled.
    is_counted: the number stands before the title ("87. Gewerberunde"). announces: events are announced once made.
    turns: how many events were given a host, who are taken in turn.
    remind_hours: of the reminder its events begin with, None where they begin with none.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="event_series")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("format"), max_length=12, choices=Kind)
    rule = models.CharField(_("rhythm"), max_length=200)
    first_on = models.DateField(_("first date"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    starts_at_time = models.TimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=120)
    on_holiday = models.CharField(
        _("on public holidays"),
        max_length=10,
        default=OnHoliday.WEEK_LATER.value,
        choices=[
            (OnHoliday.KEEP.value, _("takes place all the same")),
            (OnHoliday.SKIP.value, _("is left out")),
            (OnHoliday.WEEK_LATER.value, _("is a week later")),
        ],
    )
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.PUBLIC)
    text = models.TextField(_("what it is about"), blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("street and number"), max_length=160, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    step_free = models.CharField(_("step-free"), max_length=8, choices=StepFree, blank=True, default="")
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    target_groups: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "TargetGroup", related_name="+", blank=True, verbose_name=_("in particular for")
    )
    initiator = models.CharField(_("whose idea it was"), max_length=160, blank=True)
    organiser = models.CharField(_("who organises it"), max_length=160, blank=True)
    contact = models.EmailField(_("address for questions"), blank=True)
    takes_answers = models.BooleanField(_("with registration"), default=False)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    hold_hours = models.PositiveSmallIntegerField(_("hours to take a place that becomes free"), default=24)
    is_counted = models.BooleanField(default=False)
    remind_hours = models.PositiveSmallIntegerField(_("reminder: hours before"), null=True, blank=True, default=48)
    remind_text = models.TextField(_("what the reminder says"), blank=True)
    announces = models.BooleanField(_("announce the events at once"), default=True)
    turns = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="series_lasts"),
            models.CheckConstraint(
                condition=Q(remind_hours=None) | Q(remind_hours__gt=0), name="series_reminds_before"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("first_on")), name="series_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SeriesHost(models.Model):
    """A member who has the events of a series in their rooms when it is their turn."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="series_hosted")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.organisation)


class EventQuerySet(models.QuerySet["Event"]):
    def told(self) -> Self:
        """Those people outside of the office may know of."""
        return self.exclude(stage=stages.PLANNED)

    def taking_place(self) -> Self:
        return self.filter(stage=stages.ANNOUNCED)


class Event(models.Model):
    """Something at a time and mostly at a place, of one district.

    uid, sequence: as calendars outside know it; the sequence grows with date, time, place, title and stage.
    number: within its series, or given by hand ("87th round"). series_on: the date of the series it stands for.
    by_hand: somebody changed this one of a series, so that a change of the series leaves it alone.
    version: grows with each change, so that whoever saves what was changed meanwhile is told so.
    moved_from: when it would have begun, where it was moved. reason: why it is off, as mails say it.
    answers_until: the last moment to answer; None until it begins. hold_hours: how long a place that becomes free waits
    for who is next, 0 asks nobody.
    feed: the calendar elsewhere it came from; feed_digest: of what was taken over, "" once it is gone there.
    source_url: its page there. cost, own_share: of a joint action in euros, and how much of it its businesses pay; None
    where nobody noted it. is_confidential: of those who make events the coordination alone makes this one and
    reads who comes to it.
    """

    class Stage(models.TextChoices):
        PLANNED = stages.PLANNED, _("planned")
        ANNOUNCED = stages.ANNOUNCED, _("announced")
        POSTPONED = stages.POSTPONED, _("postponed")
        CANCELLED = stages.CANCELLED, _("cancelled")

    district = models.ForeignKey(District, models.CASCADE, related_name="events")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="events")
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    series_on = models.DateField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    uid = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLANNED)
    kind = models.CharField(_("format"), max_length=12, choices=Kind)
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.PUBLIC)
    is_confidential = models.BooleanField(_("for the coordination alone"), default=False)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("what it is about"), blank=True)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    is_all_day = models.BooleanField(_("all day"), default=False)
    moved_from = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("street and number"), max_length=160, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    step_free = models.CharField(_("step-free"), max_length=8, choices=StepFree, blank=True, default="")
    access_note = models.CharField(_("how to get in"), max_length=300, blank=True)
    online_url = WebAddress(_("address for taking part online"), blank=True)
    host = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="hosted_events", verbose_name=_("host")
    )
    initiator = models.CharField(_("whose idea it was"), max_length=160, blank=True)
    organiser = models.CharField(_("who organises it"), max_length=160, blank=True)
    contact = models.EmailField(_("address for questions"), blank=True)
    takes_answers = models.BooleanField(_("with registration"), default=False)
    answers_until = models.DateTimeField(_("registration until"), null=True, blank=True)
    hold_hours = models.PositiveSmallIntegerField(_("hours to take a place that becomes free"), default=24)
    cost = models.DecimalField(_("cost in euros"), max_digits=9, decimal_places=2, null=True, blank=True)
    own_share = models.DecimalField(
        _("of it paid by the businesses"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    source_url = WebAddress(max_length=500, blank=True)
    feed = models.ForeignKey("CalendarFeed", models.SET_NULL, null=True, blank=True, related_name="events")
    feed_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["district", "starts_at"], name="event_by_start"),
            models.Index(fields=["district", "ends_at"], name="event_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["district", "uid"], name="event_known_once"),
            models.UniqueConstraint(fields=["series", "series_on"], name="date_of_a_series_made_once"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="event_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False),
                name="event_place_has_both_numbers",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="event_cost_is_not_negative"),
            models.CheckConstraint(
                condition=Q(own_share=None) | Q(own_share__gte=0, cost__isnull=False, own_share__lte=F("cost")),
                name="own_share_is_of_the_cost",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """What is answered to: the whole event, or one of its times with places of its own.

    capacity: None where there are places for everybody. taken: places taken or kept; waiting: answers that wait.
    last_position: of the answers, in the order they came. lapses_at: of the offer that lapses first.
    All four follow the answers and are changed with this row locked. cancelled_at: this time does not take place;
    answers stay, for it may do so after all. was_full: what the page of the event says, known while it is locked.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    label = models.CharField(_("name"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    last_position = models.PositiveIntegerField(default=0)
    lapses_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    was_full: bool

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["lapses_at"], name="slot_by_lapse", condition=~Q(lapses_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="slot_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.event)

    @property
    def is_full(self) -> bool:
        return is_full(self.capacity, taken=self.taken, waiting=self.waiting)

    @property
    def begins_at(self) -> datetime:
        return self.starts_at or self.event.starts_at
