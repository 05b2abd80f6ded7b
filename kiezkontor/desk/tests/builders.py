"""Tasks for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from django.utils import timezone

from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District

_numbers = count(1)


def task(of: District, what: str = "", **details: Any) -> Task:
    details = {"noted_at": timezone.now(), "due_on": timezone.localdate()} | details
    return Task.objects.create(district=of, what=what or f"Aufgabe {next(_numbers)}", **details)
