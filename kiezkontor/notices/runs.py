"""Runs of mail that catch up on a missed day and tell nobody twice, also killed in the middle or run by two at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from kiezkontor.notices.models import MailRun
from kiezkontor.notices.rules.spans import Span, span_to_cover

# Whoever was not reminded for two weeks is not helped by a reminder of what was then.
WINDOW = timedelta(days=14)
FIRST = timedelta(days=1)

type Step = Callable[[Span, int], int | None]


def catch_up(name: str, step: Step, *, now: datetime, first: timedelta = FIRST, window: timedelta = WINDOW) -> int:
    """Do what a job has not covered yet, in steps; returns how many steps it took.

    name: of the job, and of the district where each has its own. step: given the span and the key after which to go on
    (0 at first), writes mails for the next rows by key and returns the last key, or None when there are no more. Each
    step is one transaction together with the note of how far it came, so that it happened or did not. Mails that a
    step writes go out after it. Several workers may run the same job at once: they take turns.
    """
    steps = 0
    while one_step(name, step, now=now, first=first, window=window):
        steps += 1
    return steps


@transaction.atomic
def one_step(name: str, step: Step, *, now: datetime, first: timedelta, window: timedelta) -> bool:
    """The next step of a job; False where nothing is left. A span once begun is finished before a later one begins."""
    MailRun.objects.get_or_create(name=name)
    run = MailRun.objects.select_for_update().get(name=name)
    if run.start is not None and run.end is not None:
        span: Span | None = Span(run.start, run.end)
    else:
        span = span_to_cover(run.covered_until, now=now, first=first, window=window)
    if span is None:
        return False
    last = step(span, run.last_key)
    if last is not None and last <= run.last_key:
        raise ValueError(f"{name} came from {run.last_key} to {last}; its steps must go on by key.")
    if last is None:
        run.covered_until, run.start, run.end, run.last_key = span.end, None, None, 0
    else:
        run.start, run.end, run.last_key = span.start, span.end, last
    run.save(update_fields=["covered_until", "start", "end", "last_key"])
    return True
