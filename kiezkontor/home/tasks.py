from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from kiezkontor.districts.actions.reminders import remind_of_reports
from kiezkontor.home import retention
from kiezkontor.organisations.actions.freshness import ask_whether_still_right
from kiezkontor.shared.statistics import look_at_tables_of


@task
def forget() -> dict[str, int]:
    gone = retention.forget(now=timezone.now())
    # Some run every minute; those that failed stay until somebody has looked at them.
    call_command("ox_prune", older_than="7d", verbosity=0)
    look_at_tables_of(("premises", "organisations", "outreach", "desk"))
    return gone


@task
def remind() -> int:
    now = timezone.now()
    return remind_of_reports(now=now) + ask_whether_still_right(now=now)
