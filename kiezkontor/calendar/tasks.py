from contextlib import suppress

from django.tasks import task
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.actions.answers import settle_slot
from kiezkontor.calendar.actions.imports import read_again
from kiezkontor.calendar.actions.letters import write_letters
from kiezkontor.calendar.actions.series import make_all_ahead
from kiezkontor.calendar.models import CalendarFeed, Slot
from kiezkontor.calendar.reminding import remind_all
from kiezkontor.calendar.telling import tell_untold
from kiezkontor.calendar.telling_invited import tell_invited


@task()
def follow_the_clock() -> int:
    """Let offers lapse whose time is over, write what answered and invited people must hear; returns how many mails."""
    now = timezone.now()
    for pk in Slot.objects.filter(lapses_at__lte=now).order_by("pk").values_list("pk", flat=True):
        settle_slot(pk, now=now)
    return tell_untold(now=now) + tell_invited(now=now) + remind_all(now=now)


@task()
def print_invitations(run_id: int) -> None:
    write_letters(run_id, today=timezone.localdate())


@task()
def make_series_ahead() -> int:
    """Make the events that series lack up to a year ahead; returns how many."""
    return make_all_ahead()


@task()
def read_feeds() -> int:
    """Read calendars from elsewhere again; returns how many. One that fails stops no other."""
    pks = list(CalendarFeed.objects.filter(is_followed=True).order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        with suppress(CalendarFeed.DoesNotExist):  # removed meanwhile
            read_again(pk, by=system_viewer("calendar"))
    return len(pks)
