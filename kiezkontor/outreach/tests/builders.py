"""Activations, contacts and filters for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach.models import Activation, ContactEntry, NeedsInterview, SavedFilter, SupportRecord
from kiezkontor.outreach.rules.questions import VERSION

_numbers = count(1)


def activation(of: Organisation, district: District, **details: Any) -> Activation:
    return Activation.objects.create(organisation=of, district=district, **details)


def contact_entry(with_: Organisation, district: District, **details: Any) -> ContactEntry:
    details = {"on": timezone.localdate(), "channel": "visit", "entered_at": timezone.now()} | details
    return ContactEntry.objects.create(organisation=with_, district=district, **details)


def support(of: Organisation, district: District, **details: Any) -> SupportRecord:
    details = {"on": timezone.localdate(), "request": "Miete", "minutes": 30} | details
    return SupportRecord.objects.create(organisation=of, district=district, **details)


def interview(of: Organisation, district: District, **details: Any) -> NeedsInterview:
    details = {"on": timezone.localdate(), "version": VERSION, "entered_at": timezone.now()} | details
    return NeedsInterview.objects.create(organisation=of, district=district, **details)


def shared_filter(of: District, **details: Any) -> SavedFilter:
    details = {"name": f"Filter {next(_numbers)}", "query": "status=visited", "is_shared": True} | details
    return SavedFilter.objects.create(**({"district": of, "owner": person()} | details))
