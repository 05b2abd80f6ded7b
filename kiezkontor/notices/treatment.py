"""What becomes of a mail that came in: a bounce marks an address, an answer goes to its area, the rest to people."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.notices import hooks, tokens
from kiezkontor.notices.actions import note_bounce
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.models import IncomingMail, OutgoingMail
from kiezkontor.notices.rules import bounces, messages
from kiezkontor.notices.rules.bounces import Verdict
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.notices.rules.messages import Read
from kiezkontor.notices.rules.tokens import Token
from kiezkontor.shared.errors import ActionRefused

Outcome = IncomingMail.Outcome
# A mail over which the program stumbles so often goes to people as it is, and in the end without being looked at.
MOST_TRIES, MOST_LOOKS = 5, 7
# However many strangers write, or one under many names: so many polite answers an hour, one a day to each address.
POLITE_AN_HOUR = 20
POLITE = "mail-not-taken-"
TEXT_KEPT = 20_000
LEFT_ALONE = timedelta(minutes=2)
log = logging.getLogger(__name__)


@task()
def treat(mail_id: int) -> None:
    """Treat one mail unless that was done; what follows from it and the note that it was happen together or not."""
    IncomingMail.objects.filter(pk=mail_id, treated_at=None).update(tries=F("tries") + 1)
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        mail = IncomingMail.objects.select_for_update().filter(pk=mail_id, treated_at=None).first()
        if mail is None:
            return
        read = messages.read(bytes(mail.raw) if mail.tries <= MOST_LOOKS else b"")
        outcome = Outcome.UNREADABLE if mail.tries > MOST_TRIES or not read.is_whole else outcome_of(mail, read)
        mail.sender, mail.subject, mail.files = read.sender[:254], read.subject, min(read.files, 999)
        mail.text = read.text[:TEXT_KEPT] if outcome in {Outcome.UNCLAIMED, Outcome.UNREADABLE} else ""
        mail.outcome, mail.treated_at, mail.raw = outcome, timezone.now(), b""
        mail.save()


@task()
def treat_what_waits() -> int:
    """Treat what a killed process left; returns how many mails were looked at."""
    waiting = IncomingMail.objects.filter(treated_at=None, received_at__lt=timezone.now() - LEFT_ALONE)
    left = list(waiting.order_by("received_at").values_list("pk", flat=True)[:200])
    for mail_id in left:
        try:
            treat.call(mail_id)
        except Exception:
            log.exception("A mail could not be treated; the next ones are.")
    return len(left)


def outcome_of(mail: IncomingMail, read: Read) -> str:
    written = next((found for found in map(tokens.token_in, [mail.receiver, *read.receivers]) if found), "")
    token = tokens.read(written)
    if read.is_report or bounces.comes_from_a_mail_server(read.sender, read.return_path):
        return bounce(mail, read, token)
    if read.calendar and token is not None and token.purpose in hooks.by_calendar:
        return answer(read, token)
    is_for_bounces = token is not None and token.purpose == tokens.BOUNCE
    if read.is_automatic or is_for_bounces or tokens.occasion_in(read.message_id):
        return Outcome.AUTOMATIC
    if not written:
        return Outcome.UNCLAIMED
    return answer(read, token)


def bounce(mail: IncomingMail, read: Read, token: Token | None) -> str:
    """Only a mail we sent can come back: named by the address of its return, or by the Message-ID we signed.

    Whoever is answered directly learns that Message-ID and could forge the report; alone it proves little.
    """
    original, is_proven = original_of(read, token)
    if original is None:
        return Outcome.AUTOMATIC
    mail.scope_id = original.scope_id
    verdict = verdict_of(read)
    if verdict == Verdict.NONE:
        return Outcome.AUTOMATIC
    note_bounce(original, permanent=is_proven and verdict == Verdict.PERMANENT, by=system_viewer("mail"))
    return Outcome.BOUNCE


def original_of(read: Read, token: Token | None) -> tuple[OutgoingMail | None, bool]:
    """The mail that came back, None where it is none of ours; and whether its own address of return says so."""
    mails = OutgoingMail.objects.all()
    if token is not None and token.purpose == tokens.BOUNCE:
        found = mails.filter(pk=token.key).first() if token.last_on >= timezone.localdate() else None
        return found, True
    ours = [found for found in read.mentioned if tokens.occasion_in(found)]
    return (mails.filter(message_id__in=ours).order_by("pk").first() if ours else None), False


def verdict_of(read: Read) -> Verdict:
    """The worst of what the report says of its receivers: each of our mails has one."""
    if read.statuses:
        said = {bounces.verdict_of_report(each.action, each.status, each.diagnostic) for each in read.statuses}
        return next(each for each in (Verdict.PERMANENT, Verdict.TEMPORARY, Verdict.NONE) if each in said)
    return bounces.verdict_of_words(read.subject, read.text)


def answer(read: Read, token: Token | None) -> str:
    """Hand the words to the area whose mail was answered; who cannot be helped hears it, once."""
    take = hooks.answers.get(token.purpose) if token is not None else None
    if token is None or take is None or token.last_on < timezone.localdate():
        say_politely(read, _("The address you answered to is no longer valid. Your mail was not passed on."))
        return Outcome.UNCLAIMED
    if not read.words and not (read.calendar and token.purpose in hooks.by_calendar):
        say_politely(
            read, _("We found nothing new in your answer; it was not passed on. Please write above the quote.")
        )
        return Outcome.REFUSED
    try:
        with transaction.atomic():
            take(hooks.Answer(token.key, read.words, read.sender, read.sender_name, read.files, read.calendar))
    except ActionRefused as refused:
        say_politely(read, refused.sentence)
        return Outcome.REFUSED
    return Outcome.ANSWER


def say_politely(read: Read, sentence: str) -> None:
    """At most one such mail a day to an address, and not many an hour: who wrote is not proven."""
    now = timezone.now()
    recent = OutgoingMail.objects.filter(message_id__startswith=f"<{POLITE}", written_at__gt=now - timedelta(hours=1))
    ours = {settings.MAIL_REPLY.lower(), tokens.own_address().lower()}
    if recent.count() >= POLITE_AN_HOUR or read.sender in ours or tokens.token_in(read.sender) is not None:
        return
    who = hashlib.sha256(read.sender.encode()).hexdigest()[:20]
    send_after_commit(
        read.sender,
        "notices/mail/not_taken_subject.txt",
        "notices/mail/not_taken.txt",
        {"sentence": sentence, "url": settings.INSTALLATION_URL},
        sender=Sender(tokens.own_name(), settings.PROVIDER.replace("|", ", ") or settings.INSTALLATION_URL),
        language=settings.LANGUAGE_CODE,
        kind=Kind.OWN_DEED,
        message_id=f"{POLITE}{who}-{timezone.localdate(now):%Y%m%d}",
    )
