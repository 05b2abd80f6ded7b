from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.notices.rules.kinds import Kind, Reason


class OutgoingMail(models.Model):
    """A mail on its way: written in the transaction of its occasion, handed to the mail server after the commit.

    message_id: the header by which receivers recognise a repeated delivery; the same occasion has the same one.
    scope_id: the district in whose name it is written, None for the installation.
    text, html: emptied once the mail is delivered, because they may hold links that open something.
    calendar: an event for the receiver's calendar (RFC 5546), emptied with them; empty where the mail is about none.
    withheld: why nothing was written after all; then text and html are empty and nothing is sent.
    next_try_at: who hands it over moves this on first; None where it was given up.
    """

    class Bounce(models.TextChoices):
        NONE = "", ""
        TEMPORARY = "temporary", _("could not be delivered for now")
        PERMANENT = "permanent", _("could not be delivered")

    message_id = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, default=Kind.LETTER)
    scope_id = models.BigIntegerField(null=True)
    to = models.EmailField()
    sender = models.CharField(max_length=320)
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)
    withheld = models.CharField(max_length=20, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    bounce = models.CharField(max_length=10, choices=Bounce, blank=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sent_at"], name="mail_by_delivery"),
            models.Index(fields=["next_try_at"], name="mail_by_next_try", condition=Q(sent_at=None, withheld="")),
            models.Index(fields=["to", "bounced_at"], name="mail_by_bounce", condition=~Q(bounce="")),
            models.Index(fields=["scope_id", "-written_at"], name="mail_by_scope"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withheld="") | Q(text="", html="", sent_at=None), name="mail_withheld_is_not_written"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class PersonalLink(models.Model):
    """What a link in a mail or the short code in a letter opens: one purpose, one subject, until a day.

    purpose, subject_id: as the area that made it names them ("organisations.approve", 12). scope_id: the district.
    occasion: names what it was made for where that happens once; empty otherwise.
    email: where the link was sent; whoever holds it has that mailbox. Empty for letters.
    token_hash, code_hash: of what was sent, which is not stored.
    """

    purpose = models.CharField(max_length=40)
    scope_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField()
    email = models.EmailField(blank=True)
    occasion = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, null=True, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject_id"], name="link_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"


class AddressMarkQuerySet(models.QuerySet["AddressMark"]):
    def holding_in(self, scope_id: int | None) -> Self:
        """Those of a district, and those that hold everywhere."""
        return self.filter(Q(scope_id=None) | Q(scope_id=scope_id))


class AddressMark(models.Model):
    """That an address must not get mail: of a district, or of the whole installation where scope_id is None.

    address: in small letters. kind: the kind of mail it left; empty for the other reasons.
    """

    class Why(models.TextChoices):
        DO_NOT_CONTACT = Reason.DO_NOT_CONTACT.value, _("wishes no contact")
        BOUNCED = Reason.BOUNCED.value, _("mail comes back")
        LEFT = Reason.LEFT.value, _("has unsubscribed")

    address = models.EmailField(_("e-mail address"))
    scope_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=20, choices=Why)
    kind = models.CharField(max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = AddressMarkQuerySet.as_manager()

    class Meta:
        ordering = ["-marked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "address", Coalesce("scope_id", 0), "reason", "kind", name="address_marked_once_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(reason=Reason.LEFT.value) ^ Q(kind=""), name="mark_names_the_kind_that_was_left"
            ),
        ]
        indexes = [models.Index(fields=["scope_id", "-marked_at"], name="mark_by_scope")]

    def __str__(self) -> str:
        return self.address


class MailRun(models.Model):
    """How far a periodic job has come, so that the next run covers from there.

    start, end, last_key: the span it is in the middle of, and the key of the last row it has told of.
    """

    name = models.CharField(max_length=120, unique=True)
    covered_until = models.DateTimeField(null=True)
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    last_key = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None, last_key=0) | Q(start__lt=models.F("end"), last_key__gt=0),
                name="mail_run_is_in_a_span_or_between_two",
            )
        ]

    def __str__(self) -> str:
        return self.name


class IncomingMail(models.Model):
    """A mail that came in: stored before the mail server hears that we have it, then treated once.

    key: hash of its Message-ID, or of all of it where it has none, so that it is stored once however often it comes.
    raw: as it came, emptied once it was treated. receiver: where the mail server delivered it, empty where it did not
    say. text: of a mail nobody took, for people to read; empty for all others.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("waits")
        ANSWER = "answer", _("answer")
        BOUNCE = "bounce", _("came back")
        AUTOMATIC = "automatic", _("automatic")
        REFUSED = "refused", _("refused")
        UNCLAIMED = "unclaimed", _("nobody took it")
        UNREADABLE = "unreadable", _("not readable")

    key = models.CharField(max_length=64, unique=True)
    receiver = models.CharField(max_length=254, blank=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)
    treated_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    scope_id = models.BigIntegerField(null=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    files = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="mail_in_waiting", condition=Q(treated_at=None)),
            models.Index(fields=["outcome", "-received_at"], name="mail_in_by_outcome"),
        ]

    def __str__(self) -> str:
        return self.subject or self.key[:12]


class LetterRun(models.Model):
    """Letters to many, written together and printed as one file; forgotten some weeks later.

    purpose, scope_id: as in PersonalLink. subjects: keys of whom the letters go to, in the order of the file.
    count: of the letters; until they are printed, of whom they are meant for. reached: with how many of the subjects
    the writing is through; both so that a question for the progress loads neither letters nor subjects.
    taken_at: when the file was taken the first time; it is forgotten soon after, for it holds codes.
    """

    purpose = models.CharField(max_length=40)
    scope_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=5)
    subjects = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    pdf = models.BinaryField(null=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d}"


class WrittenLetter(models.Model):
    """A letter that waits to be printed, as notices.letters.as_data; gone with that, for it holds a code."""

    run = models.ForeignKey(LetterRun, models.CASCADE, related_name="written")
    subject_id = models.BigIntegerField()
    letter = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.subject_id}"
