"""What must not stand on the board: members report it, the office decides with a reason; and which topics there are."""

import pytest
from django.core import mail

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests.builders import coordinator, district, editor, field_worker
from kiezkontor.members.models import Complaint, Topic
from kiezkontor.members.tests import builders

pytestmark = pytest.mark.django_db
BOARD, OFFICE = "/musterkiez/mein/brett/", "/musterkiez/buero/brett/"


@pytest.fixture
def kiez():
    return district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def hanna(kiez):
    return builders.member(kiez, "Hanna Muster", "Papeterie Muster", email="hanna@example.org")


@pytest.fixture
def bela(kiez):
    return builders.member(kiez, "Béla Beispiel", "Radladen Beispiel", email="bela@example.org")


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    """Somebody sends a form; returns the answer and all mails that went out for it."""

    def send(someone, url, **said):
        client.force_login(someone)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(url, said)
        return answer, mail.outbox[before:]

    return send


def test_what_a_member_reports_waits_on_the_desk_until_the_office_has_decided(client, kiez, hanna, bela, send):
    post = builders.post(kiez, hanna, words="Lügen über den Nachbarn.")
    send(bela, f"{BOARD}{post.pk}/melden/", reason="Das stimmt nicht.")
    chief = coordinator(kiez)
    client.force_login(chief)
    waits = "Erledigt: Über eine Meldung zum Schwarzen Brett entscheiden"
    assert waits in client.get("/musterkiez/buero/").text
    page = client.get(OFFICE).text
    assert "Das stimmt nicht." in page
    assert "Lügen über den Nachbarn." in page
    _answer, sent = send(chief, f"{OFFICE}{post.pk}/ausblenden/", reason="Üble Nachrede.")
    to_author, to_reporter = sorted(sent, key=lambda each: each.to, reverse=True)
    assert to_author.to == ["hanna@example.org"]
    assert "Üble Nachrede." in to_author.body
    assert to_author.body.startswith("Guten Tag,\n\ndas Büro hat Ihren Aushang")
    assert "Ein Mitglied hatte das gemeldet" in to_author.body
    assert "Béla" not in to_author.body
    assert to_author.reply_to == ["buero@example.org"]
    assert to_reporter.to == ["bela@example.org"]
    assert "Das Büro sieht es genauso" in to_reporter.body
    client.force_login(chief)
    assert waits not in client.get("/musterkiez/buero/").text
    client.force_login(bela)
    assert client.get(f"{BOARD}{post.pk}/").status_code == 404
    client.force_login(hanna)
    assert "Üble Nachrede." in client.get(f"{BOARD}{post.pk}/").text
    _answer, sent = send(chief, f"{OFFICE}{post.pk}/wieder-zeigen/")
    assert [each.to for each in sent] == [["hanna@example.org"]]
    client.force_login(bela)
    assert client.get(f"{BOARD}{post.pk}/").status_code == 200


def test_a_reply_is_hidden_and_the_post_stays(client, kiez, hanna, bela, send):
    post = builders.post(kiez, hanna)
    reply = builders.reply(post, bela, words="Grobe Worte.")
    send(hanna, f"{BOARD}{post.pk}/antworten/{reply.pk}/melden/", reason="Beleidigt mich.")
    _answer, sent = send(editor(kiez), f"{OFFICE}{post.pk}/antworten/{reply.pk}/ausblenden/", reason="Beleidigung.")
    assert sorted(each.to[0] for each in sent) == ["bela@example.org", "hanna@example.org"]
    client.force_login(hanna)
    assert "Grobe Worte." not in client.get(f"{BOARD}{post.pk}/").text
    client.force_login(bela)
    page = client.get(f"{BOARD}{post.pk}/").text
    assert "Grobe Worte." in page
    assert "Beleidigung." in page


def test_what_stays_is_told_to_whoever_reported_it(kiez, hanna, bela, send):
    post = builders.post(kiez, hanna)
    send(bela, f"{BOARD}{post.pk}/melden/", reason="Gefällt mir nicht.")
    complaint = Complaint.objects.get()
    url = f"{OFFICE}meldungen/{complaint.pk}/bleibt/"
    _answer, (told,) = send(coordinator(kiez), url)
    assert told.to == ["bela@example.org"]
    assert "lässt es stehen" in told.body
    assert send(coordinator(kiez), url)[1] == []


def test_the_same_is_reported_once_and_few_things_a_day(kiez, hanna, bela, send):
    post = builders.post(kiez, hanna)
    url = f"{BOARD}{post.pk}/melden/"
    assert [send(bela, url, reason=f"Nr. {nth}")[0].status_code for nth in range(2)] == [302, 422]
    others = [builders.post(kiez, hanna) for _nth in range(10)]
    answers = [send(bela, f"{BOARD}{each.pk}/melden/", reason="X")[0].status_code for each in others]
    assert answers == [302] * 9 + [422]


def test_who_looks_after_inventory_and_who_is_a_member_does_not_moderate(client, kiez, hanna, bela):
    post = builders.post(kiez, hanna)
    for someone in (field_worker(kiez), bela):
        client.force_login(someone)
        assert client.get(OFFICE).status_code == 403
        for url in (f"{OFFICE}themen/", f"{OFFICE}{post.pk}/ausblenden/"):
            assert client.get(url).status_code == 403
            assert client.post(url, {"reason": "X", "name": "X"}).status_code == 403
    post.refresh_from_db()
    assert post.hidden_at is None
    client.force_login(field_worker(kiez))
    assert client.get(BOARD).status_code == 403


def test_the_office_of_another_district_reaches_nothing(client, kiez, hanna):
    other = district("Fremdkiez")
    post, topic = builders.post(kiez, hanna), builders.topic(kiez)
    complaint = Complaint.objects.create(post=post, person=hanna, reason="X", made_at=post.written_at)
    client.force_login(coordinator(other))
    for path in (f"{post.pk}/ausblenden/", f"meldungen/{complaint.pk}/bleibt/", f"themen/{topic.pk}/entfernen/"):
        for slug in ("musterkiez", "fremdkiez"):
            assert client.post(f"/{slug}/buero/brett/{path}", {"reason": "X"}).status_code == 404


def test_each_office_decides_on_its_topics(client, kiez, hanna, bela):
    first, second = builders.topic(kiez, "Suche", position=1), builders.topic(kiez, "Biete", position=2)
    post = builders.post(kiez, hanna, topic=first)
    client.force_login(coordinator(kiez))
    client.post(f"{OFFICE}themen/", {"name": "Weihnachtsmarkt"})
    assert client.post(f"{OFFICE}themen/", {"name": "biete"}).status_code == 422
    client.post(f"{OFFICE}themen/{second.pk}/", {"name": "Abzugeben"})
    for _press in range(2):
        client.post(f"{OFFICE}themen/{second.pk}/hoch/")
    assert AuditEntry.objects.filter(verb="board.topic_moved").count() == 1
    assert [topic.name for topic in kiez.topics.all()] == ["Abzugeben", "Suche", "Weihnachtsmarkt"]
    client.post(f"{OFFICE}themen/{first.pk}/entfernen/")
    client.post(f"{OFFICE}themen/{second.pk}/entfernen/")
    assert set(Topic.objects.values_list("name", "is_closed")) == {("Suche", True), ("Weihnachtsmarkt", False)}
    client.force_login(bela)
    assert post.title in client.get(f"{BOARD}?topic={first.pk}").text
    assert "Suche" not in client.get(f"{BOARD}neu/").text


def test_nothing_in_a_report_or_a_reason_becomes_html(client, kiez, hanna, bela, send):
    post = builders.post(kiez, hanna)
    evil = "<script>alert(1)</script>"
    send(bela, f"{BOARD}{post.pk}/melden/", reason=evil)
    chief = coordinator(kiez)
    client.force_login(chief)
    assert evil not in client.get(OFFICE).text
    _answer, sent = send(chief, f"{OFFICE}{post.pk}/ausblenden/", reason=evil)
    assert all(evil not in str(part.content) for each in sent for part in each.alternatives)
    client.force_login(hanna)
    assert evil not in client.get(f"{BOARD}{post.pk}/").text
