from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models.bodies import Body
from kiezkontor.calendar.models.events import Event, Slot
from kiezkontor.calendar.rules import kinds
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.organisations.models import Organisation


class Invitation(models.Model):
    """Somebody asked to come: a member through their organisation, or a guest by name.

    email: where it goes by mail, chosen when they were invited; "" for whoever gets a letter or is called.
    postal: of a guest without one, the lines below their name on a letter; members get letters at their street.
    told_sequence, told_starts_at: of the event when they last heard of it; None until they did. untold: something of it
    must still be said by mail. Two entries that became one keep both their invitations, for both links are out.
    """

    class As(models.TextChoices):
        GUEST = kinds.As.GUEST.value, _("guest")
        EXPERT = kinds.As.EXPERT.value, _("expert")
        BODY = kinds.As.BODY.value, _("member of the body")

    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="event_invitations"
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    postal = models.CharField(_("postal address"), max_length=300, blank=True)
    as_what = models.CharField(_("as"), max_length=80, blank=True, choices=As)
    body = models.ForeignKey(Body, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5, default="de")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)
    lettered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    told_sequence = models.PositiveIntegerField(null=True, blank=True)
    told_starts_at = models.DateTimeField(null=True, blank=True)
    untold = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], name="invitation_untold", condition=Q(untold=True))]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="address_invited_once", condition=~Q(email="")),
            models.CheckConstraint(
                condition=~Q(organisation=None) | ~Q(name="") | Q(email=""), name="invited_address_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return self.name or (str(self.organisation) if self.organisation else "")

    @property
    def invited_name(self) -> str:
        """Whose name leads: that of the organisation, of a guest their own."""
        return str(self.organisation) if self.organisation else self.name


class AnswerQuerySet(models.QuerySet["Answer"]):
    def coming(self) -> Self:
        return self.filter(seat=Seat.SEATED)

    def in_line(self) -> Self:
        """Those who wait, the next one first."""
        return self.filter(seat=Seat.WAITING).order_by("position")


class Answer(models.Model):
    """What somebody answered to an event, and the place they have because of it.

    key: names one sending of a form, so that it counts once however often it arrives.
    people: how many come, with who answers. needs: words of rules.kinds.NEEDS. note: what they need in their words.
    position: in the order of the answers that said yes; a new one where somebody lost their turn.
    offered_until: how long an offered place is kept. version: grows with each change; untold: something of it must
    still be said by mail. has_entry: a mail put the event into their calendar and none took it out again.
    told_starts_at, told_where: when and where the event was by the last mail; None and "" before the first.
    """

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers")
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, blank=True, related_name="answer")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="event_answers")
    key = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=5, default="de")
    reply = models.CharField(
        max_length=5,
        choices=[
            (kinds.Reply.YES.value, _("yes")),
            (kinds.Reply.MAYBE.value, _("maybe")),
            (kinds.Reply.NO.value, _("no")),
        ],
    )
    people = models.PositiveSmallIntegerField(_("how many people"), default=1)
    needs = models.JSONField(default=list, blank=True)
    note = models.CharField(_("what you need"), max_length=300, blank=True)
    seat = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            (Seat.NONE.value, ""),
            (Seat.SEATED.value, _("has a place")),
            (Seat.WAITING.value, _("waits")),
            (Seat.OFFERED.value, _("is offered a place")),
            (Seat.LAPSED.value, _("did not take the place in time")),
        ],
    )
    position = models.PositiveIntegerField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(
        max_length=6,
        choices=[
            (kinds.Channel.LINK.value, _("by link")),
            (kinds.Channel.FORM.value, _("on the website")),
            (kinds.Channel.MAIL.value, _("from a calendar")),
            (kinds.Channel.PAPER.value, _("on paper")),
            (kinds.Channel.PHONE.value, _("by telephone")),
            (kinds.Channel.OFFICE.value, _("told the office")),
        ],
    )
    version = models.PositiveIntegerField(default=1)
    untold = models.BooleanField(default=False)
    has_entry = models.BooleanField(default=False)
    told_starts_at = models.DateTimeField(null=True, blank=True)
    told_where = models.CharField(max_length=330, blank=True)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()
    # Whether this very call noted it; what is read again is not.
    is_new = False

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["slot", "position"], name="answer_waiting", condition=Q(seat=Seat.WAITING.value)),
            models.Index(fields=["slot", "offered_until"], name="answer_offered", condition=~Q(offered_until=None)),
            models.Index(fields=["id"], name="answer_untold", condition=Q(untold=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slot", "key"], name="sending_counted_once"),
            models.UniqueConstraint(fields=["slot", "position"], name="nobody_shares_a_position"),
            models.CheckConstraint(condition=Q(people__gt=0), name="answer_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(seat="") | (Q(reply=kinds.Reply.YES.value) & ~Q(position=None)),
                name="who_has_a_seat_said_yes",
            ),
            models.CheckConstraint(
                condition=(Q(seat=Seat.OFFERED.value) & ~Q(offered_until=None))
                | (~Q(seat=Seat.OFFERED.value) & Q(offered_until=None)),
                name="offer_lasts_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """A mail before an event, in the office's words.

    hours_before: the beginning. to_all: also to those who have not answered; never to those who said no.
    by_series: it says what its series says, for nobody changed it by hand.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="reminders")
    hours_before = models.PositiveSmallIntegerField(_("hours before it begins"), default=48)
    text = models.TextField(_("what it says"), blank=True)
    to_all = models.BooleanField(_("also to those who have not answered"), default=False)
    by_series = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-hours_before", "pk"]
        indexes = [models.Index(fields=["event"], name="reminder_to_send", condition=Q(sent_at=None))]
        constraints = [models.CheckConstraint(condition=Q(hours_before__gt=0), name="reminder_comes_before")]

    def __str__(self) -> str:
        return f"{self.event} −{self.hours_before}"
