"""Tables of examples for the decisions about mail."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kiezkontor.notices.rules import bounces, retries, tokens
from kiezkontor.notices.rules.bounces import Verdict
from kiezkontor.notices.rules.kinds import Kind, Reason, withheld
from kiezkontor.notices.rules.own_words import own_words
from kiezkontor.notices.rules.spans import Span, span_to_cover

BOUNCED, NO_CONTACT = (Reason.BOUNCED, ""), (Reason.DO_NOT_CONTACT, "")
LEFT_NEWS = (Reason.LEFT, "news")


@pytest.mark.parametrize(
    ("kind", "marks", "why"),
    [
        (Kind.NEWS, [], None),
        (Kind.OWN_DEED, [BOUNCED, NO_CONTACT, LEFT_NEWS], None),
        (Kind.LETTER, [LEFT_NEWS], None),
        (Kind.LETTER, [BOUNCED], Reason.BOUNCED),
        (Kind.LETTER, [BOUNCED, NO_CONTACT], Reason.DO_NOT_CONTACT),
        (Kind.NEWS, [LEFT_NEWS], Reason.LEFT),
        (Kind.REMINDER, [LEFT_NEWS], None),
        (Kind.REMINDER, [(Reason.LEFT, "reminder"), BOUNCED], Reason.BOUNCED),
        (Kind.LETTER, [(Reason.LEFT, "letter")], None),
    ],
)
def test_who_gets_no_mail(kind, marks, why):
    assert withheld(kind, marks) == why


NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failed", "age", "wait"),
    [
        (1, timedelta(), timedelta(minutes=1)),
        (2, timedelta(minutes=1), timedelta(minutes=5)),
        (4, timedelta(minutes=21), timedelta(hours=1)),
        (5, timedelta(hours=2), timedelta(hours=4)),
        (30, timedelta(days=4, hours=20), timedelta(hours=4)),
        (31, timedelta(days=4, hours=21), None),
    ],
)
def test_a_mail_is_tried_more_and_more_seldom_for_five_days(failed, age, wait):
    assert retries.next_try(failed, written_at=NOON - age, now=NOON) == (NOON + wait if wait else None)


TOKEN = tokens.Token("relay", 4711, date(2026, 12, 26))
WRITTEN = tokens.written(TOKEN, b"ours")


@pytest.mark.parametrize(
    ("text", "secret", "found"),
    [
        (WRITTEN, b"ours", TOKEN),
        (WRITTEN.upper(), b"ours", TOKEN),
        (WRITTEN, b"theirs", None),
        (WRITTEN.replace("relay", "delay"), b"ours", None),
        (WRITTEN.replace("-3mv-", "-3mw-"), b"ours", None),
        (WRITTEN.replace(tokens.in_digits(TOKEN.last_on.toordinal()), "zzzz"), b"ours", None),
        (WRITTEN[:-1], b"ours", None),
        (WRITTEN + "a", b"ours", None),
        ("", b"ours", None),
        ("relay-1-1-", b"ours", None),
    ],
)
def test_only_what_we_wrote_is_read(text, secret, found):
    assert "-3mv-" in WRITTEN
    assert tokens.read(text, secret) == found


def test_the_longest_token_fits_into_an_address():
    longest = tokens.written(tokens.Token("purposes", 2**62, date(2999, 1, 1)), b"ours")
    assert tokens.read(longest, b"ours") == tokens.Token("purposes", 2**62, date(2999, 1, 1))
    assert len("a" * 20 + "+" + longest) <= 64


@pytest.mark.parametrize("purpose", ["", "Relay", "a-b", "much-too-long", "ninelette"])
def test_a_purpose_is_one_short_word(purpose):
    with pytest.raises(ValueError, match="one word"):
        tokens.written(tokens.Token(purpose, 1, date(2026, 1, 1)), b"ours")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("550 5.1.1 <paula@example.org>: Recipient address rejected: User unknown", Verdict.PERMANENT),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", Verdict.PERMANENT),
        ("550-5.1.1 The email account that you tried to reach does not exist.", Verdict.PERMANENT),
        ("550 5.4.310 DNS domain example.org does not exist", Verdict.PERMANENT),
        ("550 5.2.1 The email account that you tried to reach is disabled.", Verdict.PERMANENT),
        ("550 Requested action not taken: mailbox unavailable", Verdict.PERMANENT),
        ("Der Empfänger paula@example.org ist unbekannt.", Verdict.PERMANENT),
        ("550 Empfaenger unbekannt", Verdict.PERMANENT),
        ("550 Requested action not taken: mailbox unavailable, rejected due to policy restrictions", Verdict.TEMPORARY),
        ("552 5.2.2 The email account that you tried to reach is over quota", Verdict.TEMPORARY),
        ("554 5.7.1 Message rejected as spam", Verdict.TEMPORARY),
        ("550 5.7.26 Unauthenticated email is not accepted due to DMARC policy", Verdict.TEMPORARY),
        ("552 5.3.4 Message size exceeds fixed limit", Verdict.TEMPORARY),
        ("550 5.1.8 Sender address rejected: Domain not found", Verdict.TEMPORARY),
        ("450 4.2.0 Recipient address rejected: Greylisted", Verdict.TEMPORARY),
        ("421 Try again later, user unknown", Verdict.TEMPORARY),
        ("554 no", Verdict.TEMPORARY),
        ("", Verdict.TEMPORARY),
    ],
)
def test_what_a_mail_server_says_of_an_address(said, verdict):
    assert bounces.verdict_of_reply(said) == verdict


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "verdict"),
    [
        ("failed", "5.1.1", "smtp; 550 5.1.1 User unknown", Verdict.PERMANENT),
        ("Failed ", "5.0.0", "smtp;550 Requested action not taken: mailbox unavailable", Verdict.PERMANENT),
        ("failed", "5.1.1", "", Verdict.PERMANENT),
        ("failed", "5.1.1", "smtp;550 blocked by policy", Verdict.TEMPORARY),
        ("failed", "5.2.2", "smtp; 552 mailbox full", Verdict.TEMPORARY),
        ("failed", "4.4.7", "smtp; 421 too busy", Verdict.TEMPORARY),
        ("failed", "", "smtp; 550 5.1.1 gone", Verdict.PERMANENT),
        ("delayed", "4.4.1", "", Verdict.NONE),
        ("delivered", "2.1.5", "", Verdict.NONE),
        ("relayed", "2.0.0", "", Verdict.NONE),
        ("", "5.1.1", "", Verdict.NONE),
    ],
)
def test_what_a_delivery_status_says_of_an_address(action, status, diagnostic, verdict):
    assert bounces.verdict_of_report(action, status, diagnostic) == verdict


@pytest.mark.parametrize(
    ("subject", "text", "verdict"),
    [
        ("Mail delivery failed: returning message to sender", "550 Unrouteable; user unknown", Verdict.PERMANENT),
        ("Unzustellbar: Einladung", "Die Adresse paula@example.org wurde nicht gefunden.", Verdict.PERMANENT),
        ("Delivery Status Notification (Failure)", "552 5.2.2 over quota", Verdict.TEMPORARY),
        ("Delivery Status Notification (Delayed)", "550 5.1.1 user unknown", Verdict.NONE),
        ("AW: Einladung", "550 5.1.1 user unknown", Verdict.NONE),
    ],
)
def test_what_a_report_in_plain_words_says(subject, text, verdict):
    assert bounces.verdict_of_words(subject, text) == verdict


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("covered_until", "start"),
    [
        (None, NOON - DAY),
        (NOON - DAY, NOON - DAY),
        (NOON - 3 * DAY, NOON - 3 * DAY),
        (NOON - 14 * DAY, NOON - 14 * DAY),
        (NOON - 15 * DAY, NOON - 14 * DAY),
        (NOON, None),
        (NOON + DAY, None),
    ],
)
def test_what_a_run_covers(covered_until, start):
    span = span_to_cover(covered_until, now=NOON, first=DAY, window=14 * DAY)
    assert span == (Span(start, NOON) if start else None)


@pytest.mark.parametrize(
    "text", ["a‹" + "@" * 100_000, "Danke.\n" + "\n" * 100_000, "On " + "a@" * 50_000 + "> wrote:"]
)
def test_a_mail_made_to_keep_us_busy_is_read_at_once(text):
    """With a pattern that goes back and forth each of these takes minutes."""
    assert own_words(text).startswith(text[:2])
