from kiezkontor.outreach.actions.contacts import forget_contacts, log_contact, log_letters
from kiezkontor.outreach.actions.filters import remove_filter, save_filter
from kiezkontor.outreach.actions.pipeline import (
    follow_memberships,
    move,
    move_many,
)
from kiezkontor.outreach.actions.support import note_support

__all__ = [
    "follow_memberships",
    "forget_contacts",
    "log_contact",
    "log_letters",
    "move",
    "move_many",
    "note_support",
    "remove_filter",
    "save_filter",
]
