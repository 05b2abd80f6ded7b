from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.models.meetings import AgendaItem
from kiezkontor.meetings.rules import boards as rules
from kiezkontor.meetings.rules.boards import Group


class Board(models.Model):
    """A question at an item that everybody answers on cards, which are then put into clusters.

    A SWOT board has its four clusters from the beginning and no others. is_open: cards are taken.
    Read with `clusters` and `cards` for what `groups` says.
    """

    class Kind(models.TextChoices):
        CARDS = rules.CARDS, _("cards that are put in order together")
        SWOT = rules.SWOT, _("strengths, weaknesses, chances, risks (SWOT)")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="boards")
    question = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.CARDS)
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("board with cards")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.question

    @property
    def groups(self) -> list[Group["Cluster", "Card"]]:
        return rules.grouped(self.kind, list(self.clusters.all()), list(self.cards.all()))

    @property
    def count(self) -> int:
        return len(self.cards.all())


class Cluster(models.Model):
    """Cards of a board that belong together. quadrant: on a SWOT board, which then gives the name."""

    class Quadrant(models.TextChoices):
        STRENGTHS = rules.STRENGTHS, _("Strengths")
        WEAKNESSES = rules.WEAKNESSES, _("Weaknesses")
        CHANCES = rules.CHANCES, _("Chances")
        RISKS = rules.RISKS, _("Risks")

    board = models.ForeignKey(Board, models.CASCADE, related_name="clusters")
    name = models.CharField(_("name of the cluster"), max_length=80, blank=True)
    quadrant = models.CharField(max_length=10, choices=Quadrant, blank=True)

    class Meta:
        verbose_name = _("cluster of cards")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "name"], name="cluster_once_on_a_board", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["board", "quadrant"], name="quadrant_once_on_a_board", condition=~Q(quadrant="")
            ),
            models.CheckConstraint(
                condition=(Q(name="") & ~Q(quadrant="")) | (~Q(name="") & Q(quadrant="")),
                name="cluster_has_a_name_or_a_quadrant",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_quadrant_display()


class Card(models.Model):
    """One thought on a board, from a telephone or from paper. Who wrote it is not kept, only as what.

    cluster: None as long as nobody has put it somewhere.
    """

    class Author(models.TextChoices):
        TRADER = "trader", _("shop or business")
        CARRIER = "carrier", _("social institution")
        RESIDENT = "resident", _("neighbourhood")
        OFFICE = "office", _("office or administration")

    board = models.ForeignKey(Board, models.CASCADE, related_name="cards")
    text = models.CharField(_("what stands on the card"), max_length=140)
    author = models.CharField(_("written as"), max_length=8, choices=Author, blank=True)
    cluster = models.ForeignKey(Cluster, models.SET_NULL, null=True, blank=True, related_name="cards")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("card on a board")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
