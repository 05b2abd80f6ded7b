from django.tasks import task
from django.utils import timezone

from kiezkontor.home import retention


@task
def forget() -> dict[str, int]:
    return retention.forget(now=timezone.now())
