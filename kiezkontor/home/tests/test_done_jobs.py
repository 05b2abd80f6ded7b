"""Jobs of the worker that are done do not pile up."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_ox.models import OxTask

from kiezkontor.home.tasks import forget

pytestmark = pytest.mark.django_db


def job(status, *, days):
    at = timezone.now() - timedelta(days=days)
    path = "kiezkontor.home.tasks.remind"
    values = {"status": status, "enqueued_at": at, "finished_at": at, "backend_name": "default"}
    return OxTask.objects.create(task_path=path, **values).pk


def test_done_jobs_go_after_a_week_and_failed_ones_stay():
    job("SUCCESSFUL", days=8)
    new, failed = job("SUCCESSFUL", days=1), job("FAILED", days=30)
    forget.call()
    assert set(OxTask.objects.values_list("pk", flat=True)) == {new, failed}
