"""How urgent a report from the public is."""

from datetime import date
from typing import Literal

Urgency = Literal["answered", "overdue", "due_soon", "open"]

SOON_DAYS = 7
# Article 16(6) of the Digital Services Act asks for a timely decision; one week is our own promise.
CONTENT_ANSWER_DAYS = 7


def urgency_on(due_on: date, *, answered: bool, on: date) -> Urgency:
    """overdue: the day of the deadline has passed; due_soon: at most a week is left, today included."""
    if answered:
        return "answered"
    if on > due_on:
        return "overdue"
    return "due_soon" if (due_on - on).days < SOON_DAYS else "open"
