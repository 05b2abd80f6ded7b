from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District, Street
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.spoken import Text, page_language
from kiezkontor.voices.rules import status
from kiezkontor.voices.rules.topics import FIRST


class Topic(models.Model):
    """What ideas and hints of a district are sorted by. is_closed: it takes no new ones."""

    district = models.ForeignKey(District, models.CASCADE, related_name="voice_topics")
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_closed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("topic of ideas and hints")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="voice_topic_once_in_a_district")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """The name as a page of the active language says it."""
        return in_page_language(self.name)


def in_page_language(topic: str) -> str:
    """In English where the topic came with the district; else as its office named it."""
    english = FIRST.get(topic)
    return Text(english, "en") if english and page_language() == "en" else topic


class VoiceQuerySet(models.QuerySet["Voice"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def unseen(self) -> Self:
        """Nobody of the office has decided anything about them yet."""
        return self.filter(status=status.RECEIVED, published_at=None)

    def open(self) -> Self:
        return self.exclude(status__in=status.ENDED)

    def ended(self) -> Self:
        return self.filter(status__in=status.ENDED)

    def needs(self) -> Self:
        """The needs for action that are still open."""
        return self.open().exclude(need_since=None)

    def problems(self) -> Self:
        """The list of problems that is carried over until each is solved."""
        return self.open().filter(kind=Voice.Kind.PROBLEM)


class Voice(models.Model):
    """An idea, a hint, a problem or something about the website, as somebody gave it.

    words: the author's own, which only the office and the author read. shown_title, shown_words: as the office released
    them; published_at: None where nobody but they read it. person and organisation: of a member; name and email of a
    visitor, both optional; email_confirmed_at: since when mail about it may go there.
    need_since: since when it is a need for action. carried_over: through how many meetings it stayed open.
    events: joint actions and other events that came of it.
    lat and lon: where somebody pointed at the map; street: the one these or the written place lie at.
    """

    class Kind(models.TextChoices):
        IDEA = "idea", _("Idea")
        HINT = "hint", _("Hint")
        PROBLEM = "problem", _("Problem")
        SPACE = "space", _("Proposal for a street or square")
        WEBSITE = "website", _("About this website")

    class Status(models.TextChoices):
        RECEIVED = status.RECEIVED, _("received")
        UNDER_REVIEW = status.UNDER_REVIEW, _("under review")
        ACCEPTED = status.ACCEPTED, _("accepted")
        FORWARDED = status.FORWARDED, _("forwarded")
        IN_WORK = status.IN_WORK, _("in work")
        DONE = status.DONE, pgettext_lazy("an idea or hint", "done")
        DECLINED = status.DECLINED, _("declined")
        DUPLICATE = status.DUPLICATE, _("known already")

    class Way(models.TextChoices):
        OPEN = "", _("not decided yet")
        OURSELVES = "ourselves", _("we do it ourselves")
        ADMINISTRATION = "administration", _("forward it to the administration")
        FUNDS = "funds", _("apply for funds")

    district = models.ForeignKey(District, models.CASCADE, related_name="voices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="voices", verbose_name=_("topic")
    )
    words = models.TextField(_("text"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    street = models.ForeignKey(Street, models.SET_NULL, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    image = models.ImageField(_("picture"), upload_to="voices/", blank=True)
    thumbnail = models.ImageField(upload_to="voices/", blank=True)

    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    names_organisation = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_confirmed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, default="de")
    received_at = models.DateTimeField()

    shown_title = models.CharField(_("title"), max_length=120, blank=True)
    shown_words = models.TextField(_("text"), blank=True)
    shows_photo = models.BooleanField(default=False)
    photo_alt = models.CharField(_("what can be seen"), max_length=255, blank=True)
    published_at = models.DateTimeField(null=True)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RECEIVED)
    since = models.DateTimeField()
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="duplicates")
    way = models.CharField(_("what becomes of it"), max_length=14, choices=Way, blank=True)
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    need_since = models.DateTimeField(null=True)
    carried_over = models.PositiveSmallIntegerField(default=0)
    events = models.ManyToManyField(Event, related_name="voices")

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea or hint")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["district", "published_at"], name="voice_by_publication"),
            models.Index(fields=["district", "status", "received_at"], name="voice_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | (~Q(shown_title="") & ~Q(shown_words="")),
                name="voice_is_published_with_words",
            ),
            models.CheckConstraint(
                condition=Q(shows_photo=False) | (~Q(photo_alt="") & ~Q(image="")),
                name="voice_photo_is_described",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="voice_has_a_whole_place",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title


class VoiceStep(models.Model):
    """How a voice went on: one row for each change of its status. reason: the author reads it."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=Voice.Status)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("step of an idea or hint")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.get_status_display())


class VoiceComment(models.Model):
    """Below a published voice. Of visitors it is shown once the office released it, of members at once.

    organisation: in whose name a member wrote; by_office: a person of the office wrote; name: what a visitor gave.
    """

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    by_office = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    words = models.TextField(_("text"))
    written_at = models.DateTimeField()
    shown_since = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    hidden_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("comment on an idea or hint")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_since=None) | Q(hidden_at=None), name="voice_comment_is_shown_or_hidden"
            )
        ]

    def __str__(self) -> str:
        return str(self.voice)


class VoiceSupport(models.Model):
    """Somebody finds that a published voice is right.

    key: made of the voice and the person or the browser with the installation's secret; it tells one from another at
    this voice, and nothing of who it is or what else they support.
    """

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="supports")
    key = models.CharField(max_length=64)
    by_member = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("support of an idea or hint")
        constraints = [models.UniqueConstraint(fields=["voice", "key"], name="voice_supported_once")]

    def __str__(self) -> str:
        return str(self.voice)


class SpaceProposal(models.Model):
    """What is known of a proposal for public space: whose it is, whether it may be used so, who helps, what it costs.

    helpers: how many have said they lend a hand. cost_eur: as far as it is estimated.
    """

    class Owner(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        PUBLIC = "public", _("town or district")
        PRIVATE = "private", _("private")
        SHARED = "shared", _("partly town, partly private")

    class Permission(models.TextChoices):
        UNKNOWN = "", _("not clear yet")
        NOT_NEEDED = "not_needed", _("none needed")
        NEEDED = "needed", _("needed, not asked for yet")
        ASKED = "asked", _("asked for")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    voice = models.OneToOneField(Voice, models.CASCADE, related_name="space")
    owner = models.CharField(_("whose the space is"), max_length=10, choices=Owner, blank=True)
    permission = models.CharField(_("permission"), max_length=10, choices=Permission, blank=True)
    helpers = models.PositiveSmallIntegerField(_("how many lend a hand"), null=True, blank=True)
    cost_eur = models.PositiveIntegerField(_("cost in euros, estimated"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.voice)
