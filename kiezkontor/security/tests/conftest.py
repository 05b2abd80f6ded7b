import re

import pytest
from django.core import mail
from django.core.cache import cache

from kiezkontor.accounts.tests.builders import person


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    return person("Anna Muster", email="anna@example.org")


@pytest.fixture
def code_in_mail():
    return lambda: re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)[0]
