from kiezkontor.outreach.actions.contacts import log_contact, log_letters, open_confidential
from kiezkontor.outreach.actions.filters import remove_filter, save_filter
from kiezkontor.outreach.actions.pipeline import (
    follow_memberships,
    move,
    move_many,
)
from kiezkontor.outreach.actions.support import note_support

__all__ = [
    "follow_memberships",
    "log_contact",
    "log_letters",
    "move",
    "move_many",
    "note_support",
    "open_confidential",
    "remove_filter",
    "save_filter",
]
