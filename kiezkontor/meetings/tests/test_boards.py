import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import boards as actions
from kiezkontor.meetings.content import minutes_content
from kiezkontor.meetings.models import Board, Card, Cluster
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def item(kiez):
    return builders.item(calendar.event(kiez, starts_at=timezone.now()))


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez, "Karla Koordination"))
    return client


def page_of(board):
    return f"/musterkiez/buero/sitzungen/karten/{board.pk}/"


def card_page(board):
    return f"/musterkiez/sitzung/{room.token_of(board.item.meeting)}/karten/{board.pk}/"


def texts_in(board):
    return {
        str(group.cluster or ""): [card.text for card in group.cards] for group in Board.objects.get(pk=board.pk).groups
    }


def test_a_card_from_a_telephone_hangs_on_the_wall_and_stands_in_the_minutes(office, item):
    asked = office.post(
        f"/musterkiez/buero/sitzungen/punkte/{item.pk}/karten/", {"question": "Was ist stark?", "kind": "cards"}
    )
    board = Board.objects.get()
    assert asked["Location"] == page_of(board)
    phone = Client()
    wall = f"/musterkiez/sitzung/{room.token_of(item.meeting)}/mitlesen/"
    assert card_page(board) in phone.get(wall).content.decode()
    revision = board.item.meeting.revision
    sent = phone.post(card_page(board), {"text": "  Kurze \n Wege ", "author": "trader"})
    assert sent["Location"] == f"{card_page(board)}danke/"
    assert "hängt" in phone.get(sent["Location"]).content.decode()
    assert "sessionid" not in phone.cookies
    card = Card.objects.get()
    assert (card.text, card.author, card.cluster) == ("Kurze Wege", "trader", None)
    item.meeting.refresh_from_db()
    assert item.meeting.revision > revision
    assert "Kurze Wege" in phone.get(wall).content.decode()
    assert "Kurze Wege" in office.get(page_of(board)).content.decode()
    content = minutes_content(item.meeting)["items"][0]
    assert content["boards"] == [
        {"question": "Was ist stark?", "groups": [{"name": "Noch nirgends eingeordnet", "cards": ["Kurze Wege"]}]}
    ]


def test_nothing_tells_who_wrote_a_card(item):
    board = builders.board(item, "Kurze Wege")
    assert "Kurze Wege" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert {field.name for field in Card._meta.fields} == {"id", "board", "text", "author", "cluster", "at"}
    assert board.question


def test_chosen_cards_go_into_a_new_cluster_into_one_that_is_there_and_back(office, item):
    board = builders.board(item, "Kurze Wege", "Viele Läden", "Müll")
    one, two, three = Card.objects.order_by("pk").values_list("pk", flat=True)
    assert office.post(f"{page_of(board)}ordnen/", {"cards": [one, two], "name": "Nähe"}).status_code == 302
    assert texts_in(board) == {"Nähe": ["Kurze Wege", "Viele Läden"], "": ["Müll"]}
    office.post(f"{page_of(board)}ordnen/", {"cards": [three], "name": "nähe"})
    assert Cluster.objects.count() == 1
    near = Cluster.objects.get().pk
    office.post(f"{page_of(board)}ordnen/", {"cards": [one, two], "cluster": ""})
    assert texts_in(board) == {"Nähe": ["Müll"], "": ["Kurze Wege", "Viele Läden"]}
    office.post(f"{page_of(board)}ordnen/", {"cards": [one], "cluster": near})
    office.post(f"{page_of(board)}ordnen/", {"cards": [one, three], "cluster": ""})
    assert not Cluster.objects.exists()
    office.post(f"{page_of(board)}ordnen/", {"cards": [three], "take_off": "yes"})
    assert texts_in(board) == {"": ["Kurze Wege", "Viele Läden"]}


def test_nothing_chosen_is_said_and_changes_nothing(office, item):
    board = builders.board(item, "Kurze Wege")
    answer = office.post(f"{page_of(board)}ordnen/", {"name": "Nähe"})
    assert answer.status_code == 422
    assert "zuerst die Karten" in answer.content.decode()
    assert not Cluster.objects.exists()


def test_a_swot_board_has_its_four_fields_and_cards_choose_one(office, item):
    board = builders.board(item, kind="swot")
    strengths, _weak, _chances, risks = board.clusters.all()
    phone = Client()
    assert phone.post(card_page(board), {"text": "Kurze Wege"}).status_code == 422
    assert phone.post(card_page(board), {"text": "Kurze Wege", "cluster": strengths.pk}).status_code == 302
    paper = {"texts": "Mieten steigen\n\n Umsatz sinkt ", "cluster": risks.pk, "author": ""}
    assert office.post(f"{page_of(board)}eintippen/", paper).status_code == 302
    assert texts_in(board) == {
        "Stärken": ["Kurze Wege"],
        "Schwächen": [],
        "Chancen": [],
        "Risiken": ["Mieten steigen", "Umsatz sinkt"],
    }
    office.post(f"{page_of(board)}ordnen/", {"cards": [Card.objects.get(text="Kurze Wege").pk], "take_off": "yes"})
    assert board.clusters.count() == 4
    names = [group["name"] for group in minutes_content(item.meeting)["items"][0]["boards"][0]["groups"]]
    assert names == ["Risiken"]


def test_a_card_too_long_is_named_and_none_is_added(office, item):
    board = builders.board(item)
    answer = office.post(f"{page_of(board)}eintippen/", {"texts": f"kurz\n{'x' * 141}", "author": ""})
    assert answer.status_code == 422
    assert "Karte 2 hat mehr als 140 Zeichen" in answer.content.decode()
    assert not Card.objects.exists()


def test_when_no_more_cards_are_taken_the_text_stays_and_paper_still_counts(office, item):
    board = builders.board(item, "Kurze Wege")
    office.post(f"{page_of(board)}annehmen/", {"is_open": "no"})
    with pytest.raises(ActionRefused):
        actions.write_card(Board.objects.get(), text="zu spät")
    answer = Client().post(card_page(board), {"text": "zu spät"})
    assert answer.status_code == 422
    assert "keine Karten mehr" in answer.content.decode()
    office.post(f"{page_of(board)}eintippen/", {"texts": "vom Papier", "author": "resident"})
    assert texts_in(board) == {"": ["Kurze Wege", "vom Papier"]}


def test_a_wall_holds_so_many_cards_and_no_more(item, monkeypatch):
    monkeypatch.setattr(actions, "MOST_CARDS", 2)
    board = builders.board(item, "eins", "zwei")
    with pytest.raises(ActionRefused):
        actions.write_card(board, text="drei")
    assert board.cards.count() == 2


def test_a_board_with_cards_is_not_taken_down_by_mistake(office, item):
    board = builders.board(item, "Kurze Wege")
    office.post(f"{page_of(board)}abhaengen/")
    assert Board.objects.exists()
    actions.take_off(board, board.cards.values_list("pk", flat=True), by=VISITOR)
    office.post(f"{page_of(board)}abhaengen/")
    assert not Board.objects.exists()


def test_visitors_read_no_board_of_the_closed_part(item):
    item.is_closed = True
    item.save()
    board = builders.board(item, "Mieten")
    assert Client().get(card_page(board)).status_code == 404
    wall = f"/musterkiez/sitzung/{room.token_of(item.meeting)}/mitlesen/"
    assert "Mieten" not in Client().get(wall).content.decode()


def test_a_cluster_becomes_the_goal_of_a_measure(office, item):
    board = builders.board(item, "Kurze Wege")
    actions.sort(
        board,
        [board.cards.get().pk],
        cluster=None,
        name="Nähe & Wege",
        by=calendar.office_of(item.meeting.event.district),
    )
    page = office.get(page_of(board)).content.decode()
    way = f"/standortplan/neu/?karten={Cluster.objects.get().pk}"
    assert way in page
    form = office.get(f"/musterkiez/buero{way}")
    assert 'value="Kurze Wege"' in form.content.decode()
    assert 'value="Nähe &amp; Wege"' in form.content.decode()


def test_a_field_of_a_swot_board_gives_the_words_of_its_cards_and_no_goal(office, item):
    board = builders.board(item, kind="swot")
    strengths = board.clusters.first()
    for text in ("Kurze Wege", "Viele Läden"):
        actions.write_card(board, text=text, cluster=strengths.pk)
    way = f"/standortplan/neu/?karten={strengths.pk}"
    assert way in office.get(page_of(board)).content.decode()
    form = office.get(f"/musterkiez/buero{way}").context["form"]
    assert form.initial == {"goal": "", "what": "Kurze Wege; Viele Läden"}


def test_the_cards_of_another_district_are_not_taken(office):
    elsewhere = builders.board(builders.item(calendar.event(districts.district("Nebenan"))), kind="swot")
    actions.write_card(elsewhere, text="Geheim", cluster=elsewhere.clusters.first().pk)
    form = office.get(f"/musterkiez/buero/standortplan/neu/?karten={elsewhere.clusters.first().pk}").context["form"]
    assert form.initial == {"goal": ""}


def test_who_edits_texts_takes_no_cards_of_a_confidential_meeting(office, item):
    event = calendar.event(item.meeting.event.district, is_confidential=True)
    board = builders.board(builders.item(event), kind="swot")
    actions.write_card(board, text="Geheim", cluster=board.clusters.first().pk)
    editor = Client()
    editor.force_login(districts.editor(event.district))
    way = f"/musterkiez/buero/standortplan/neu/?karten={board.clusters.first().pk}"
    assert ["Geheim" in each.get(way).text for each in (editor, office)] == [False, True]


def test_with_the_meeting_its_boards_are_closed_and_stay_so(office, item):
    board = builders.board(item, "Kurze Wege")
    office.post(f"/musterkiez/buero/sitzungen/{item.meeting.event_id}/protokoll/beenden/")
    assert not Board.objects.get(pk=board.pk).is_open
    shown = Client().get(card_page(board)).content.decode()
    assert "Die Sitzung ist zu Ende" in shown
    assert "Karte aufhängen" not in shown
    late = Client().post(card_page(board), {"text": "Zu spät gekommen"})
    assert late.status_code == 422
    assert "Zu spät gekommen" in late.content.decode()
    office.post(f"{page_of(board)}annehmen/", {"is_open": "yes"})
    assert not Board.objects.get(pk=board.pk).is_open
    assert not builders.board(item).is_open
    assert texts_in(board) == {"": ["Kurze Wege"]}
