from django.tasks import task
from django.utils import timezone

from kiezkontor.districts.actions.reminders import remind_of_reports
from kiezkontor.home import retention


@task
def forget() -> dict[str, int]:
    return retention.forget(now=timezone.now())


@task
def remind() -> int:
    return remind_of_reports(now=timezone.now())
