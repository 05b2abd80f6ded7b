"""People for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from kiezkontor.accounts.models import Person

_numbers = count(1)


def person(name: str = "", **details: Any) -> Person:
    number = next(_numbers)
    name = name or f"Invented Person {number}"
    details.setdefault("email", f"person-{number}@example.org")
    return Person.objects.create_user(name=name, **details)
