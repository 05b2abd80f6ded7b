"""What one process keeps of the requests for space is never older than what another one has saved."""

import subprocess

import pytest

from tests.installations import copy_of

pytestmark = pytest.mark.installation

PREPARE = """
from kiezkontor.districts.tests.builders import district
from kiezkontor.vacancies.tests import builders, seekers
kiez = district("Musterkiez", slug="musterkiez")
case = builders.case(kiez, stage="in_talks")
for name in ("Ada", "Ben", "Cem"):
    seekers.request(kiez, name, status="checked", email=f"{name.lower()}@example.org")
"""
ONLOOKER = """
import sys
from django.utils import timezone
from kiezkontor.vacancies.fitting import best_requests
from kiezkontor.vacancies.models import VacancyCase
for _line in sys.stdin:
    case = VacancyCase.objects.select_related("district").get()
    found = best_requests(case, on=timezone.localdate())
    print(" ".join(sorted(str(fit.about) for fit in found)) or "-", flush=True)
"""
BEFORE = """
from datetime import timedelta
from django.utils import timezone
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.vacancies.actions import seeking
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.tests import seekers
kiez, by = District.objects.get(slug="musterkiez"), system_viewer("tests")
ada, ben, cem = (SpaceRequest.objects.filter(name=name).first() for name in ("Ada", "Ben", "Cem"))
"""
# What another process does, and who is proposed from then on.
STEPS = (
    ("seeking.withdraw(ada.pk, by=by)", "Ben Cem"),
    ("seeking.renew(ada.pk, by=by)", "Ada Ben Cem"),
    ("seekers.silent(ben, 200); seeking.let_lapse(now=timezone.now())", "Ada Cem"),
    ("seeking.correct(cem.pk, {'name': 'Cem Neu', 'area_min': 5000}, passes_on=False, by=by)", "Ada Cem Neu"),
    ("seekers.request(kiez, 'Dora', status='checked')", "Ada Cem Neu Dora"),
    ("from kiezkontor.shared.bulk import insert_many; dora = SpaceRequest.objects.get(name='Dora'); dora.pk = None; "
     "dora.name = 'Import'; insert_many([dora])", "Ada Cem Neu Dora Import"),
    ("SpaceRequest.objects.filter(name='Import').delete()", "Ada Cem Neu Dora"),
    ("SpaceRequest.objects.filter(name='Dora').update(status='on_hold')", "Ada Cem Neu"),
)  # fmt: skip


def looked(onlooker: "subprocess.Popen[str]") -> str:
    assert onlooker.stdin
    assert onlooker.stdout
    onlooker.stdin.write("\n")
    onlooker.stdin.flush()
    return onlooker.stdout.readline().strip()


def test_what_another_process_did_is_seen_at_the_next_look(prepared, tmp_path):
    with copy_of(prepared, tmp_path / "office") as office:
        office.python(PREPARE)
        onlooker = office.start(ONLOOKER)
        try:
            assert looked(onlooker) == "Ada Ben Cem"
            assert looked(onlooker) == "Ada Ben Cem"
            for deed, wanted in STEPS:
                office.python(BEFORE + deed)
                assert looked(onlooker) == wanted, deed
        finally:
            onlooker.kill()
