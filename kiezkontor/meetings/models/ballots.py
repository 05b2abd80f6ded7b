from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import BrandDraft
from kiezkontor.meetings.models.attendance import Attendance
from kiezkontor.meetings.models.meetings import AgendaItem
from kiezkontor.meetings.rules.balloting import Papers, Place, Stage, Way, places
from kiezkontor.shared.days import weekday_and_day


class BallotQuerySet(models.QuerySet["Ballot"]):
    def counted(self) -> Self:
        """With the answers and with given and used: how many papers there are and how many were used."""
        used = Count("papers", filter=Q(papers__is_used=True))
        return self.annotate(given=Count("papers"), used=used).prefetch_related("options")


class Ballot(models.Model):
    """A question at an item on which people vote in secret.

    points: how many each may share out, 0 where there are none. blank: papers that were handed in without a mark.
    people: how many of those there might vote when it was closed. Read `counted` for what `papers` and `lines` say.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="ballots")
    question = models.CharField(_("question"), max_length=200)
    way = models.CharField(
        _("how people vote"),
        max_length=7,
        choices=[
            (Way.ONE.value, _("one answer")),
            (Way.SEVERAL.value, _("as many answers as one agrees with")),
            (Way.POINTS.value, _("points that one shares out")),
        ],
        default=Way.ONE.value,
    )
    points = models.PositiveSmallIntegerField(_("points"), default=0)
    stage = models.CharField(
        max_length=6,
        choices=[
            (Stage.DRAFT.value, _("not open yet")),
            (Stage.OPEN.value, _("people vote")),
            (Stage.CLOSED.value, _("closed")),
        ],
        default=Stage.DRAFT.value,
    )
    blank = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.POINTS.value, points__gte=1) | (~Q(way=Way.POINTS.value) & Q(points=0)),
                name="points_where_they_are_shared_out",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED.value, closed_at__isnull=False)
                | (~Q(stage=Stage.CLOSED.value) & Q(closed_at=None)),
                name="closed_ballots_say_when",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def of_papers(self) -> Papers:
        given, used = getattr(self, "given", 0), getattr(self, "used", 0)
        return Papers(given, used, self.blank, is_over=self.people is not None and used > self.people)

    @property
    def lines(self) -> list[tuple[Place, "BallotOption"]]:
        """The answers of a closed ballot, the most votes first; none before it is closed."""
        if self.stage != Stage.CLOSED:
            return []
        options = {option.pk: option for option in self.options.all()}
        found = places({pk: option.votes for pk, option in options.items()}, used=self.of_papers.used)
        return [(place, options[place.key]) for place in found]

    @property
    def most_wanted(self) -> list["BallotOption"]:
        """The answers of a closed ballot with the most votes; none before it is closed, and none without a vote."""
        return [option for place, option in self.lines if place.rank == 1 and place.votes]

    @property
    def logos(self) -> list["BallotOption"]:
        """Those of the most wanted that are a draft of the logo, which is still there."""
        return [option for option in self.most_wanted if option.draft_id]


class BallotOption(models.Model):
    """An answer on the paper: words, a day, a picture. votes: their sum alone, however they came.

    draft: of the logo, of which words and picture are a copy; None where it is none, or is gone.
    """

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=160, blank=True)
    day = models.DateField(null=True, blank=True)
    image = models.ImageField(_("picture"), upload_to="ballots/", blank=True)
    image_text = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    votes = models.PositiveIntegerField(default=0)
    draft = models.ForeignKey(BrandDraft, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer on a ballot paper")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "position"], name="answers_have_a_place"),
            models.CheckConstraint(condition=~Q(words="") | Q(day__isnull=False), name="answers_say_something"),
            models.CheckConstraint(condition=Q(image="") | ~Q(image_text=""), name="pictures_of_answers_are_described"),
        ]

    def __str__(self) -> str:
        return weekday_and_day(self.day) if self.day else self.words


class BallotPaper(models.Model):
    """The right to vote once: of somebody who is there, or of a printed paper by its code.

    What stands on it is never stored, and neither is when it was used: nothing joins it to a vote.
    """

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="papers")
    attendance = models.ForeignKey(Attendance, models.SET_NULL, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=8, blank=True)
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("ballot paper")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "attendance"], name="one_paper_a_person", condition=~Q(attendance=None)
            ),
            models.UniqueConstraint(fields=["ballot", "code"], name="one_paper_a_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"{self.ballot}, {self.pk}"
