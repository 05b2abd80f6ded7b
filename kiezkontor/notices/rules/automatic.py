"""Whether a program wrote a mail, so that no mail may answer it."""

import re
from collections.abc import Iterable

MACHINES = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|no-?_?reply|do-?not-?reply|noreply|bounces?|listserv|majordomo"
    r"|[^@]*-(?:request|bounces|owner))(?:[+.-][^@]*)?@"
)
# RFC 3834 and what lists, out-of-office notes and ticket systems write.
SIGNS = {"list-id", "list-unsubscribe", "x-loop", "x-autoreply", "x-autorespond", "x-autorespond-to"} | {
    "x-failed-recipients",
    "x-mailer-daemon",
    "feedback-id",
}
BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}


def is_automatic(headers: Iterable[tuple[str, str]], *, sender: str, is_report: bool) -> bool:
    """headers: as they stand, any case. sender: the address it says it is from, "" where none can be read."""
    if is_report or not sender or MACHINES.match(sender.lower()):
        return True
    for name, value in headers:
        written, said = name.lower(), value.strip().lower()
        if written in SIGNS or (written == "precedence" and said in BULK):
            return True
        if written == "auto-submitted" and said.partition(";")[0].strip() != "no":
            return True
        if written == "return-path" and said in {"<>", ""}:
            return True
    return False
