"""What a mail that came back says about the address it went to."""

import re
from datetime import timedelta
from enum import StrEnum

# So many mails that came back "for the moment" within this time mean that nobody empties the mailbox.
TEMPORARY_ONES = 3
COUNTED_FOR = timedelta(days=30)
# Bounced addresses are tried again after a year: mailboxes are moved, and domains come back.
HELD_FOR = timedelta(days=365)

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<!\d)([45])\d\d(?!\d)")
# RFC 3463 and Exchange's own: no such mailbox or domain, or closed. 5.1.7 and 5.1.8 speak of the sender.
GONE = re.compile(r"5\.1\.(?:0|1|2|3|4|6|10)|5\.2\.1|5\.4\.(?:4|310)")
WORDS_OF_GONE = re.compile(
    r"(?:user|recipient|address|mailbox|account|empf(?:ä|ae)nger|adresse|benutzer|postfach)[^\n]{0,60}?"
    r"(?:unknown|unbekannt|not found|nicht gefunden|does(?: not|n't) exist|existiert nicht|unavailable|disabled"
    r"|deaktiviert|could(?: not|n't) be found|konnte nicht gefunden werden|nicht vorhanden|no longer)"
    r"|(?:unknown|no such|invalid|unbekannter?) (?:user|recipient|address|mailbox|empf(?:ä|ae)nger)"
    r"|(?:domain|host) (?:name )?(?:not found|does not exist|existiert nicht|nicht gefunden)"
)
WORDS_OF_REFUSAL = re.compile(
    r"polic|spam|block(?:ed|list)|blacklist|reputation|rate limit|too many|greylist|quota|mailbox (?:is )?full"
    r"|postfach (?:ist )?voll|message too large|size limit|dmarc|dkim|\bspf\b"
)
SENDERS = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?)(?:[+.-][^@]*)?@")
SUBJECTS = re.compile(
    r"undeliver|unzustellbar|nicht zugestellt|delivery (?:status|failure|has failed|problem)|mail delivery failed"
    r"|returned (?:mail|to sender)|failure notice|konnte nicht zugestellt|nicht zustellbar|unzustellbarkeit"
    r"|delivery incomplete|mail delivery system|warning: message delayed|delayed mail"
)
DELAYED = re.compile(r"delivery incomplete|delayed|verz(?:ö|oe)ger|still trying|will (?:keep|continue) trying")


class Verdict(StrEnum):
    NONE = "none"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


def verdict_of_reply(said: str) -> Verdict:
    """From what a mail server answered: "550 5.1.1 <paula@…>: User unknown". A stated status counts more than words."""
    status = STATUS.search(said)
    words = said.lower()
    if status is not None:
        if status[1] == "2":
            return Verdict.NONE
        return Verdict.PERMANENT if GONE.fullmatch(status[0]) else Verdict.TEMPORARY
    code = REPLY.search(said)
    if code is not None and code[1] == "4":
        return Verdict.TEMPORARY
    if WORDS_OF_REFUSAL.search(words):
        return Verdict.TEMPORARY
    return Verdict.PERMANENT if WORDS_OF_GONE.search(words) else Verdict.TEMPORARY


def verdict_of_report(action: str, status: str, diagnostic: str) -> Verdict:
    """From the fields of one recipient in a delivery status (RFC 3464); empty where a field is missing.

    5.0.0 and 5.5.0 say nothing: then the answer of the other server counts, which stands in the diagnostic code.
    """
    if action.strip().lower() != "failed":
        return Verdict.NONE
    found = STATUS.search(status)
    if found is None or found[0] in {"5.0.0", "5.5.0"}:
        return verdict_of_reply(diagnostic)
    if GONE.fullmatch(found[0]) and WORDS_OF_REFUSAL.search(diagnostic.lower()) and not STATUS.search(diagnostic):
        return Verdict.TEMPORARY
    return verdict_of_reply(found[0])


def verdict_of_words(subject: str, text: str) -> Verdict:
    """From a report in plain words, as some mail servers still write it; NONE where it does not read like one."""
    if not SUBJECTS.search(subject.lower()) or DELAYED.search(subject.lower()):
        return Verdict.NONE
    return verdict_of_reply(text)


def comes_from_a_mail_server(sender: str, return_path: str | None) -> bool:
    """Whether a report may be one: an empty return path, or the address of a mail system."""
    return return_path == "" or bool(SENDERS.match(sender.lower()))
