from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation


class Topic(models.Model):
    """What posts of a district's notice board are sorted by. is_closed: it takes no new ones and goes with the last."""

    district = models.ForeignKey(District, models.CASCADE, related_name="topics")
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_closed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("topic of the notice board")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="topic_once_in_a_district")]

    def __str__(self) -> str:
        return self.name


class Follow(models.Model):
    """A person wants a mail for each new post of a topic."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="follows")

    class Meta:
        verbose_name = _("followed topic of the notice board")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="topic_followed_once")]

    def __str__(self) -> str:
        return str(self.topic)


class Written(models.Model):
    """What a member wrote on the board, for an organisation; it stays under its name when the person goes.

    words: as they were typed, never HTML. hidden_reason: what its author was told.
    """

    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    words = models.TextField(_("text"))
    written_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    hidden_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class PostQuerySet(models.QuerySet["Post"]):
    def open_on(self, day: date) -> Self:
        return self.filter(last_on__gte=day, hidden_at=None)

    def ended_before(self, day: date) -> Self:
        """Those whose last day on the board, by their date or because they were hidden, lies before a day."""
        return self.filter(Q(last_on__lt=day) | Q(hidden_at__date__lt=day))


class Post(Written):
    """On the notice board of a district's network until its last day."""

    district = models.ForeignKey(District, models.CASCADE, related_name="posts")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="posts", verbose_name=_("topic"))
    title = models.CharField(_("title"), max_length=120)
    last_on = models.DateField(_("of interest until"))
    done_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post on the notice board")
        indexes = [
            models.Index(fields=["district", "last_on"], name="post_by_last_day"),
            models.Index(fields=["person", "written_at"], name="post_by_person"),
        ]

    def __str__(self) -> str:
        return self.title


class Reply(Written):
    """Below a post, in the order in which they came. by_mail: as an answer to a mail about the post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="replies")
    by_mail = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reply on the notice board")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["person", "written_at"], name="reply_by_person")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.post}"


class Told(models.Model):
    """A person got mail about a post; its key stands in the address by which they answer on the board."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="told")

    class Meta:
        verbose_name = _("mail about a post on the notice board")
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="told_once_of_a_post")]

    def __str__(self) -> str:
        return str(self.post)


class Complaint(models.Model):
    """A member finds that a post, or a reply below it, should not stand there; the office decides and says so.

    person: who reported it. outcome: empty until the office has decided.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("waiting")
        KEPT = "kept", _("stays")
        HIDDEN = "hidden", _("hidden")

    post = models.ForeignKey(Post, models.CASCADE, related_name="complaints")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="complaints")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("report about the notice board")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="complaint_is_open_or_settled",
            )
        ]

    def __str__(self) -> str:
        return str(self.post)


class FirstContact(models.Model):
    """A social carrier and a trader of one network who write to each other before they know each other's names.

    Once for each pair: what counts is who began. ended_at: one of them has no interest; the words are forgotten some
    time after the latest message, the row stays, because it is counted.
    """

    class StartedBy(models.TextChoices):
        CARRIER = "carrier", _("social carrier")
        TRADER = "trader", _("trader")
        OFFICE = "office", _("office")

    district = models.ForeignKey(District, models.CASCADE, related_name="first_contacts")
    carrier = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    trader = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    started_by = models.CharField(max_length=10, choices=StartedBy)
    started_at = models.DateTimeField()
    latest_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("first contact")
        constraints = [
            models.UniqueConstraint(fields=["district", "carrier", "trader"], name="first_contact_once_for_a_pair")
        ]
        indexes = [models.Index(fields=["district", "started_at"], name="first_contact_by_day")]

    def __str__(self) -> str:
        return f"{self.carrier} – {self.trader}"


class Side(models.Model):
    """One of the two of a first contact. person: who writes for it, None until somebody does.

    agreed_at: since when this person's name and address may be shown to the other side, if it agrees as well; of no
    meaning once the person is gone.
    declined_at: since when this side wants no more of the other.
    """

    class Part(models.TextChoices):
        CARRIER = "carrier", _("social carrier")
        TRADER = "trader", _("trader")

    contact = models.ForeignKey(FirstContact, models.CASCADE, related_name="sides")
    part = models.CharField(max_length=10, choices=Part)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("side of a first contact")
        ordering = ["part"]
        constraints = [models.UniqueConstraint(fields=["contact", "part"], name="side_once_in_a_contact")]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def organisation(self) -> Organisation:
        return self.contact.carrier if self.part == self.Part.CARRIER else self.contact.trader


class Message(models.Model):
    """What one side wrote to the other, or (side None) the office to both."""

    contact = models.ForeignKey(FirstContact, models.CASCADE, related_name="messages")
    side = models.ForeignKey(Side, models.CASCADE, null=True, related_name="messages")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(_("text"))
    written_at = models.DateTimeField()
    by_mail = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("message of a first contact")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return str(self.contact)
