from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Answer, Invitation
from kiezkontor.meetings.models.meetings import Meeting
from kiezkontor.meetings.rules.attending import State
from kiezkontor.organisations.models import Organisation


class Attendance(models.Model):
    """That somebody was at a meeting, was excused or did not come: one row a person.

    name_key: the name without what only its writing changes. namesake: how many of this name were on the list before
    them; nobody is counted twice. answer, invitation: by which they were expected. person: whose account it is, where
    they are signed in. represents, stood_for: in whose place a deputy came, and their name.
    on_phone_since: since when a telephone votes and swaps contacts for them; no second one does. may_vote: as
    `entitling` says when they are noted, until whoever leads the meeting switches it. own_vote: whether they vote for
    themselves, also while they are a deputy.
    """

    class How(models.TextChoices):
        LIST = "list", _("noted by the office")
        SELF = "self", _("checked in themselves")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=120)
    namesake = models.PositiveSmallIntegerField(default=0)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="attendances", verbose_name=_("member")
    )
    of_what = models.CharField(_("shop or institution"), max_length=120, blank=True)
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="attendances")
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=[
            (State.PRESENT.value, _("present")),
            (State.DEPUTY.value, _("deputy")),
            (State.EXCUSED.value, _("excused")),
            (State.ABSENT.value, _("not there")),
        ],
    )
    may_vote = models.BooleanField(_("may vote"), default=True)
    own_vote = models.BooleanField(_("has a vote of their own"), default=True)
    represents = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="deputies")
    stood_for = models.CharField(_("in whose place"), max_length=120, blank=True)
    how = models.CharField(max_length=4, choices=How, default=How.LIST)
    at = models.DateTimeField()
    on_phone_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance at a meeting")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name_key", "namesake"], name="person_counted_once", condition=~Q(name_key="")
            ),
            models.UniqueConstraint(
                fields=["meeting", "answer"], name="answer_attends_once", condition=~Q(answer=None)
            ),
            models.UniqueConstraint(
                fields=["meeting", "invitation"], name="invited_attends_once", condition=~Q(invitation=None)
            ),
            models.CheckConstraint(
                condition=Q(stood_for="") | Q(state=State.DEPUTY.value), name="only_deputies_stand_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def votes_as(self) -> int:
        """The key of whose one vote they cast: their own, unless it was passed on to them."""
        return self.represents_id if self.represents_id and not self.own_vote else self.pk
