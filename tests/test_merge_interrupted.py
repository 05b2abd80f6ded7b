"""Whoever is killed in the middle of merging two entries, or of undoing that, leaves both as they were."""

import signal
from pathlib import Path

import pytest

from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

BEGIN = """
from datetime import date
from django.utils import timezone
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations import journal, merging
from kiezkontor.organisations.actions import merging as actions
from kiezkontor.organisations.models import FieldClaim, Membership, Merge, Organisation
from kiezkontor.outreach.models import Activation
by = system_viewer("test")
"""
FILL = """
district = District.objects.create(slug="musterkiez", name="Musterkiez")
for name in ("Bäckerei Ähre", "Baeckerei Aehre"):
    one = Organisation.objects.create(name=name, slug="aehre")
    Membership.objects.create(organisation=one, district=district, from_on=date(2026, 1, 1))
    Activation.objects.create(organisation=one, district=district, status="member", since_on=date(2026, 1, 1))
    FieldClaim.objects.create(organisation=one, field="name", basis="owner", said_on=date(2026, 1, 1))
"""
ENTRIES = """
district = District.objects.get(slug="musterkiez")
kept, absorbed = Organisation.objects.order_by("pk").values_list("pk", flat=True)
"""
MERGE = "actions.merge(kept, absorbed, taken=['name'], district=district, by=by)\n"
PART = "actions.undo(Merge.objects.get().pk, district=District.objects.get(slug='musterkiez'), by=by)\n"
DIE_IN = """
import os, signal
%s = lambda *args, **named: os.kill(os.getpid(), signal.SIGKILL)
"""
DUMP = """
from django.apps import apps
grows = ("audit.auditentry", "districts.pagechange", "organisations.merge")
for model in apps.get_models():
    if model._meta.label_lower not in grows:
        for row in model._base_manager.order_by("pk"):
            print(model._meta.label_lower, sorted(journal.plain(row).items()))
print("merges", Merge.objects.standing().count())
"""


def killed(office: Installation, program: str) -> bool:
    process = office.start(program)
    process.communicate(timeout=120)
    return process.returncode == -signal.SIGKILL


def test_nothing_is_half_merged_or_half_parted(prepared: Installation, tmp_path: Path) -> None:
    with copy_of(prepared, tmp_path / "killed") as office:
        before = office.python(BEGIN + FILL + DUMP)
        # When all that named the absorbed entry has moved, and when it is gone but for the commit.
        for moment in ("merging.still_named", "actions.record_rows"):
            assert killed(office, BEGIN + ENTRIES + DIE_IN % moment + MERGE)
            assert office.python(BEGIN + DUMP) == before
        office.python(BEGIN + ENTRIES + MERGE)
        merged = office.python(BEGIN + DUMP)
        assert merged != before
        for moment in ("journal.undo_remove", "actions.tell_organisations_edited"):
            assert killed(office, BEGIN + DIE_IN % moment + "journal.UNDO['remove'] = journal.undo_remove\n" + PART)
            assert office.python(BEGIN + DUMP) == merged
        office.python(BEGIN + PART)
        assert office.python(BEGIN + DUMP) == before
