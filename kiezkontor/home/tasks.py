from django.tasks import task
from django.utils import timezone

from kiezkontor.districts.actions.reminders import remind_of_reports
from kiezkontor.home import retention
from kiezkontor.organisations.actions.freshness import ask_whether_still_right


@task
def forget() -> dict[str, int]:
    return retention.forget(now=timezone.now())


@task
def remind() -> int:
    now = timezone.now()
    return remind_of_reports(now=now) + ask_whether_still_right(now=now)
