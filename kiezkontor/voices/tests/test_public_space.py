"""Proposals for streets and squares: where, and what still stands in their way."""

import pytest
from django.test import Client

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.models import SpaceProposal, Voice
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db


def url(district, name, *args):
    return district_path(district.slug, f"voices:{name}", *args)


def test_a_proposal_for_a_square_says_where(monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)
    district, client = districts.district(), Client()
    opened = client.get(url(district, "give")).context["form"]["opened"].value()
    said = {"kind": "space", "words": "Eine Bank unter der Linde.", "opened": opened}
    refused = client.post(url(district, "give"), said)
    assert refused.status_code == 422
    assert "Bitte sagen Sie, welchen Ort Sie meinen" in refused.content.decode()
    assert client.post(url(district, "give"), said | {"place": "Karlstraße 7"}).status_code in {200, 302}
    assert Voice.objects.get().place == "Karlstraße 7"


def test_the_office_notes_what_it_finds_out_and_everybody_reads_it(client):
    district = districts.district()
    client.force_login(districts.coordinator(district))
    found = voices.published(district, kind="space", place="Karlstraße 7")
    assert (
        url(district, "office_space", found.pk) in client.get(url(district, "office_voice", found.pk)).content.decode()
    )
    said = {"owner": "public", "permission": "asked", "helpers": "4", "cost_eur": "350"}
    assert client.post(url(district, "office_space", found.pk), said).status_code == 302
    assert client.post(url(district, "office_space", found.pk), said).status_code == 302
    page = " ".join(Client().get(url(district, "voice", found.pk)).content.decode().split())
    for sentence in ("Stadt oder Bezirk", "beantragt", "350 Euro"):
        assert sentence in page
    assert SpaceProposal.objects.get().helpers == 4
    assert AuditEntry.objects.filter(verb="voice.space_planned").count() == 1


def test_other_kinds_have_no_space_to_note(client):
    district = districts.district()
    client.force_login(districts.coordinator(district))
    found = voices.published(district)
    assert client.get(url(district, "office_space", found.pk)).status_code == 404
