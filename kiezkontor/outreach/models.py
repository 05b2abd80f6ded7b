from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.models import Contact, Organisation


class Status(models.TextChoices):
    IDENTIFIED = "identified", _("known")
    CONTACTED = "contacted", _("contacted")
    VISITED = "visited", _("visited")
    INTERESTED = "interested", _("interested")
    MEMBER = "member", _("member")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    DECLINED = "declined", _("declined")


class Channel(models.TextChoices):
    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("Mail or letter")
    EVENT = "event", _("Event")
    OFFICE_HOUR = "office_hour", _("Office hour")


class Reason(models.TextChoices):
    NO_TIME = "no_time", _("no time")
    RENT_PRESSURE = "rent_pressure", _("pressure of the rent")
    DOES_NOT_FIT = "does_not_fit", _("does not fit")
    CHAIN = "chain", _("chain without a decision on the spot")
    LANGUAGE = "language", _("language")
    OTHER = "other", _("another reason")


class Outcome(models.TextChoices):
    INTERESTED = "interested", _("interested")
    DECLINED = "declined", _("declined")


class Topic(models.TextChoices):
    """What talks are about; worries are counted by the same list."""

    TRADE = "trade", _("turnover and customers")
    RENT = "rent", _("rent and lease")
    STAFF = "staff", _("staff and apprentices")
    ENERGY = "energy", _("energy and costs")
    ONLINE = "online", _("online presence")
    COMPETITION = "competition", _("competition and malls")
    TRAFFIC = "traffic", _("traffic, parking, building sites")
    PUBLIC_SPACE = "public_space", _("cleanliness and safety")
    VACANCY = "vacancy", _("vacancy nearby")
    PERMITS = "permits", _("permits and authorities")
    FUNDING = "funding", _("funding")
    SUCCESSION = "succession", _("succession")
    JOINT_ACTION = "joint_action", _("joint actions")
    OTHER = "other", _("something else")


class Activation(models.Model):
    """How far an organisation has come in one district; without a row it is known and no more.

    last_contact_on: the day of the latest contact, kept here because every list asks for it.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="activations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="activations")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.IDENTIFIED)
    since_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["district", "status"], name="activation_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "district"], name="one_activation_a_district"),
            models.CheckConstraint(condition=~Q(status="declined") | ~Q(reason=""), name="declined_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.district}"


class ContactEntry(models.Model):
    """One talk or letter: who of the office, with whom, when and how, and what came of it; of one district's office.

    topics, worries: values of Topic. is_confidential: for the coordination alone.
    outcome, reason: as they were told, also where the pipeline stayed where it was.
    forgotten_at: when texts and people were dropped; what is counted stays.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="contact_entries")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contact_entries")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField()
    on = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=12, choices=Channel)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    topics = models.JSONField(_("topics"), default=list)
    worries = models.JSONField(_("worries"), default=list)
    outcome = models.CharField(_("how they stand to the network"), max_length=12, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    concerns = models.TextField(_("what worries them"), blank=True)
    wishes = models.TextField(_("what they wish"), blank=True)
    next_step = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")
    is_confidential = models.BooleanField(_("confidential"), default=False)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["district", "organisation", "-on"], name="contact_entry_by_day"),
            models.Index(fields=["district", "on"], name="contact_entry_by_period"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ActivationMove(models.Model):
    """One step of the pipeline; the history of an activation, the latest last."""

    activation = models.ForeignKey(Activation, models.CASCADE, related_name="moves")
    from_status = models.CharField(max_length=12, choices=Status)
    to_status = models.CharField(max_length=12, choices=Status)
    on = models.DateField()
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    moved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    contact_entry = models.ForeignKey(ContactEntry, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class SupportRecord(models.Model):
    """What was asked of the office and what it did; minutes add up to the hours spent on an organisation.

    forgotten_at: when texts and people were dropped; what is counted stays.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="support_records")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="support_records")
    on = models.DateField(_("day"))
    request = models.CharField(_("what was asked"), max_length=200, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["district", "organisation"], name="support_by_organisation")]

    def __str__(self) -> str:
        return str(self.organisation)


class NeedsInterview(models.Model):
    """What an organisation answered to the questions about its needs; in a talk, on paper or online, one data set.

    version: of the questions; answers: name of the question → name or names of answers, or a text.
    link: through which it was answered online, or whose code the sheet bears; None in a talk and for members.
    forgotten_at: when texts and people were dropped; what is counted stays.
    """

    class Source(models.TextChoices):
        TALK = "talk", _("in a talk")
        PAPER = "paper", _("on paper")
        ONLINE = "online", _("online")

    district = models.ForeignKey(District, models.CASCADE, related_name="needs_interviews")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="needs_interviews")
    on = models.DateField(_("day"))
    source = models.CharField(_("how it was asked"), max_length=10, choices=Source, default=Source.TALK)
    version = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    link = models.ForeignKey(PersonalLink, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["entered_by", "-entered_at"], name="interview_by_typist")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "organisation", "on", "source"], name="one_interview_a_day_and_source"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class SavedFilter(models.Model):
    """A filter of the pipeline under a name, of one person or, shared, of the whole office. query: "status=visited"."""

    district = models.ForeignKey(District, models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(_("for the whole office"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "owner", "name"], name="saved_filter_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
