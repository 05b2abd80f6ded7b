from io import BytesIO
from threading import Event
from time import sleep

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.actions.drafts import remove_draft
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import balloting
from kiezkontor.meetings.models import Ballot
from kiezkontor.meetings.tests import builders
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path
from kiezkontor.shared.tests.moments import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def item(district):
    """Of a meeting that goes on."""
    return builders.item(calendar.event(district, starts_at=timezone.now()), "Unser Logo")


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


def page(of, name, *args):
    return district_path(of.meeting.event.district.slug, f"meetings:{name}", *args)


@pytest.fixture
def two_drafts(district, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return districts.draft(district, "Lindenblatt"), districts.draft(district, "Giebel", "#b3471d")


def asked_with(office, item, chosen, **said):
    sent = {"question": "Welches Logo?", "way": "one", "options": "", "drafts": [each.pk for each in chosen]}
    return office.post(page(item, "item_ballot", item.pk), sent | said)


def test_drafts_of_the_logo_are_answers_with_their_pictures(item, office, two_drafts):
    assert "Lindenblatt (Greta Grafik)" in office.get(page(item, "item_ballot", item.pk)).text
    assert asked_with(office, item, two_drafts, options="Keines davon").status_code == 302
    ballot = Ballot.objects.get()
    assert [str(each) for each in ballot.options.all()] == ["Keines davon", "Lindenblatt", "Giebel"]
    none, linde, _giebel = ballot.options.all()
    assert (none.image.name, none.draft, linde.draft, linde.image_text) == ("", None, two_drafts[0], "Ein Lindenblatt")
    for draft in two_drafts:
        remove_draft(draft, by=calendar.office_of(item.meeting.event.district))
    balloting.begin(ballot, by=calendar.office_of(item.meeting.event.district))
    anna, token = Client(), room.token_of(item.meeting)
    anna.post(page(item, "check_in", token), {"name": "Anna Muster"})
    paper = anna.get(page(item, "vote", token, ballot.pk)).text
    shown = page(item, "vote_picture", token, ballot.pk, linde.pk)
    assert shown in paper
    assert 'alt="Ein Lindenblatt"' in paper
    office.post(page(item, "item_now", item.pk))
    follow = page(item, "follow", token)
    wall, on_telephones = (anna.get(f"{follow}{rest}").text for rest in ("?wand=1", ""))
    assert ("Keines davon" in wall, shown in wall, "Jetzt abstimmen" in wall) == (True, True, False)
    assert (shown in on_telephones, "Jetzt abstimmen" in on_telephones) == (False, True)
    assert Image.open(BytesIO(anna.get(shown).content)).format == "JPEG"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"drafts": []}, "mindestens zwei Antworten: je eine in einer Zeile oder Entwürfe für das Logo"),
        ({"options": "Giebel\nKeines davon"}, "Zwei Antworten sagen dasselbe"),
        ({"options": "\n".join(f"Nummer {number}" for number in range(29))}, "30 Antworten"),
    ],
)
def test_lines_and_drafts_together_are_the_answers(item, office, two_drafts, said, sentence):
    answer = asked_with(office, item, two_drafts, **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Ballot.objects.exists()


def test_drafts_of_other_districts_or_gone_ones_are_no_answers(item, office, district, two_drafts):
    foreign = districts.draft(districts.district("Fremdkiez"), "Fremdes Logo")
    assert asked_with(office, item, [*two_drafts, foreign]).status_code == 422
    by = calendar.office_of(district)
    said = {"question": "Welches Logo?", "way": "one", "points": 0, "options": ["Ja", "Nein"]}
    with pytest.raises(ActionRefused):
        balloting.ask(item, drafts=[foreign.pk], by=by, **said)
    assert not Ballot.objects.exists()


def closed_with(item, two_drafts, *, votes=1):
    """A ballot on both drafts, of which the second one has these votes."""
    by = calendar.office_of(item.meeting.event.district)
    said = {"question": "Welches Logo?", "way": "one", "points": 0, "options": []}
    ballot = balloting.ask(item, drafts=[each.pk for each in two_drafts], by=by, **said)
    balloting.begin(ballot, by=by)
    loser, winner = ballot.options.all()
    ballot.options.filter(pk=winner.pk).update(votes=votes)
    balloting.close(ballot, by=by)
    return Ballot.objects.get(pk=ballot.pk), loser, winner


def test_the_draft_with_the_most_votes_becomes_the_logo(item, office, district, two_drafts):
    ballot, loser, winner = closed_with(item, two_drafts)
    result, make = page(item, "ballot", ballot.pk), page(item, "ballot_logo", ballot.pk)
    shown = " ".join(office.get(result).text.split())
    assert f'name="option" value="{winner.pk}"' in shown
    assert "Zum Logo machen" in shown
    assert f'name="option" value="{loser.pk}"' not in shown
    assert "Überall verwenden, ohne Frist." in shown
    answer = office.post(make, {"option": winner.pk})
    assert answer["Location"].endswith("/quartier/marke/")
    district.refresh_from_db()
    assert district.logo.name.startswith("brand/")
    assert district.logo.read() == two_drafts[1].image.read()
    assert district.logo_alt == "Ein Lindenblatt"
    assert AuditEntry.objects.get(verb="district.brand_changed").detail["changes"].keys() == {"logo", "logo_alt"}
    assert Client().get(district.logo.url).status_code == 200


def test_nothing_but_the_winner_of_a_closed_ballot_becomes_the_logo(item, office, district, two_drafts):
    ballot, loser, winner = closed_with(item, two_drafts)
    make = page(item, "ballot_logo", ballot.pk)
    office.post(make, {"option": loser.pk})
    office.post(make, {"option": "nichts"})
    Ballot.objects.filter(pk=ballot.pk).update(stage="open", closed_at=None)
    office.post(make, {"option": winner.pk})
    district.refresh_from_db()
    assert not district.logo


def test_without_a_vote_no_draft_is_offered(item, office, two_drafts):
    ballot, *_options = closed_with(item, two_drafts, votes=0)
    assert "Zum Logo machen" not in office.get(page(item, "ballot", ballot.pk)).text


def test_a_draft_that_is_gone_becomes_no_logo(item, office, district, two_drafts):
    ballot, _loser, winner = closed_with(item, two_drafts)
    remove_draft(two_drafts[1], by=calendar.office_of(district))
    assert "Zum Logo machen" not in office.get(page(item, "ballot", ballot.pk)).text
    answer = office.post(page(item, "ballot_logo", ballot.pk), {"option": winner.pk}, follow=True)
    assert "Dieser Entwurf ist nicht mehr da" in answer.text
    district.refresh_from_db()
    assert not district.logo


def test_a_picture_put_in_place_of_a_draft_is_that_draft_no_longer(item, two_drafts):
    by = calendar.office_of(item.meeting.event.district)
    said = {"question": "Welches Logo?", "way": "one", "points": 0, "options": []}
    ballot = balloting.ask(item, drafts=[each.pk for each in two_drafts], by=by, **said)
    first = ballot.options.all()[0]
    balloting.show_picture(ballot, first.pk, organisations.picture(), text="Etwas anderes", by=by)
    assert ballot.options.get(pk=first.pk).draft is None


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_goes_while_a_ballot_takes_it_leaves_its_copy(item, two_drafts, monkeypatch):
    by, is_taken, copied = calendar.office_of(item.meeting.event.district), Event(), balloting.web_pictures

    def slowly(*drawn):
        is_taken.set()
        sleep(0.3)
        return copied(*drawn)

    def ask():
        keys = [each.pk for each in two_drafts]
        balloting.ask(item, question="Welches Logo?", way="one", points=0, options=[], drafts=keys, by=by)

    def remove():
        is_taken.wait(10)
        remove_draft(two_drafts[0], by=by)

    monkeypatch.setattr(balloting, "web_pictures", slowly)
    assert at_once(ask, remove) == ["done", "done"]
    options = Ballot.objects.get().options.values_list("words", "draft")
    assert list(options) == [("Lindenblatt", None), ("Giebel", two_drafts[1].pk)]
