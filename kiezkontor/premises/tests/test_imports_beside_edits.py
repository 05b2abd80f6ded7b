"""What the office entered stays, whatever a later file says."""

import html
import json
import re

import pytest

from kiezkontor.organisations.models import Organisation, SourceRun
from kiezkontor.premises.models import ImportProposal
from kiezkontor.premises.tests.uploading import LIST, answer, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]


def test_what_somebody_edited_in_the_office_no_later_file_overwrites(office, district):
    tags = {"opening_hours": "Mo-Fr 08:00-18:00", "phone": "+49 30 111111", "website": "https://alt.example"}
    files = [json.loads(answer((1, "Brot Alt"), (2, "Zopf"), day=day)) for day in (1, 2)]
    for file, change in zip(files, ({}, {"name": "Brot der Quelle"}), strict=True):
        file["elements"][0]["tags"] |= tags | change
    upload(office, json.dumps(files[0]).encode(), "erste.json")
    entry = Organisation.objects.get(name="Brot Alt")
    form_url = f"/musterkiez/buero/eintraege/{entry.pk}/bearbeiten/"
    seen = json.loads(html.unescape(re.search(r'name="seen" value="([^"]*)"', office.get(form_url).text)[1]))
    ours = {"name": "Brot von uns", "phone": "+4930999999", "opening_hours": "Sa 09:00-12:00"}
    data = {key: value for key, value in seen.items() if value is not False and value is not None}
    said = {"seen": json.dumps(seen), "basis": "owner", "said_on": "2026-03-01"}
    assert office.post(form_url, data | said | ours).status_code == 302
    later = {"phone": "+49 30 222222", "opening_hours": "Mo-So 10:00-20:00", "website": "https://neu.example"}
    files[1]["elements"][0]["tags"] |= later
    upload(office, json.dumps(files[1]).encode(), "zweite.json")
    run = SourceRun.objects.first()
    (difference,) = ImportProposal.objects.filter(run=run)
    assert set(difference.after) - {"source"} == {"website"}
    office.post(f"{LIST}{run.pk}/entscheiden/", {"decision": "accepted", "kind": ""})
    entry.refresh_from_db()
    assert {name: getattr(entry, name) for name in ours} == ours
    assert entry.website == "https://neu.example"
    rows = "name,street,number,phone,opening_hours\nBrot von uns,Musterstraße,1,+49 30 333333,Mo 08:00-09:00\n"
    upload(office, rows.encode(), "tabelle.csv")
    table = SourceRun.objects.first()
    columns = ["name", "street", "number", "phone", "opening_hours"]
    office.post(f"{LIST}{table.pk}/spalten/", {f"column_{at}": name for at, name in enumerate(columns)})
    table.refresh_from_db()
    assert table.status == "done"
    entry.refresh_from_db()
    assert {name: getattr(entry, name) for name in ours} == ours
