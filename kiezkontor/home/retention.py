"""How long what people wrote or did is kept, and the nightly step that forgets it."""

from datetime import datetime, timedelta

from kiezkontor.accounts.devices import forget_devices, forget_sessions
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import forget_values
from kiezkontor.desk.actions import forget_done
from kiezkontor.directory.conversations import KEPT as KEPT_FOR_ANSWERS
from kiezkontor.directory.conversations import forget_conversations
from kiezkontor.districts.actions.reports import forget_answered
from kiezkontor.districts.actions.roles import forget_invitations
from kiezkontor.districts.changes import KEPT, forget_changes
from kiezkontor.notices.actions import forget_bounces
from kiezkontor.notices.incoming import forget_incoming
from kiezkontor.notices.letter_runs import forget_letters
from kiezkontor.notices.links import forget_links
from kiezkontor.notices.mail import forget_mails
from kiezkontor.notices.rules.bounces import HELD_FOR
from kiezkontor.organisations.actions.stewards import forget_requests
from kiezkontor.outreach.actions import forget_contacts

# Three years are the regular limitation period (sections 195 and 199 of the German Civil Code).
LIMITATION = timedelta(days=3 * 365 + 1)
# Long enough to say why somebody got no mail, or that they were invited; no link in a mail opens anything for longer.
MAILED, INVITED = timedelta(days=30), timedelta(days=180)


def forget(*, now: datetime) -> dict[str, int]:
    """Delete what is kept no longer; returns how much of what. A missed night is made up for by the next."""
    return {
        "reports": forget_answered(before=now - LIMITATION, by=system_viewer("nightly")),
        "contacts": forget_contacts(before=now - LIMITATION, by=system_viewer("nightly")),
        "tasks": forget_done(before=now - LIMITATION, by=system_viewer("nightly")),
        "values in the log": forget_values(before=now - LIMITATION),
        "mails": forget_mails(before=now - MAILED),
        "mails that came in": forget_incoming(before=now - MAILED),
        "conversations": forget_conversations(before=now - KEPT_FOR_ANSWERS),
        "addresses that bounced": forget_bounces(before=now - HELD_FOR),
        "invitations": forget_invitations(before=now - INVITED),
        "letters": forget_letters(before=now - MAILED),
        "requests for entries": forget_requests(before=now - INVITED),
        "personal links": forget_links(before=now - INVITED),
        "sessions": forget_sessions(now=now),
        "devices": forget_devices(),
        "changes of pages": forget_changes(before=now - KEPT),
    }
