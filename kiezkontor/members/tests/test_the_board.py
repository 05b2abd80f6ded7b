"""What members do on the notice board: hang something up, find it, answer, change it, take it down."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.actions.profile import create_district
from kiezkontor.districts.tests.builders import district
from kiezkontor.home.tasks import forget
from kiezkontor.members.models import Post, Reply
from kiezkontor.members.tests import builders
from kiezkontor.organisations.models import Membership
from kiezkontor.organisations.tests import builders as organisations

pytestmark = pytest.mark.django_db
BOARD = "/musterkiez/mein/brett/"


@pytest.fixture
def kiez():
    return district("Musterkiez")


@pytest.fixture
def hanna(kiez):
    return builders.member(kiez, "Hanna Muster", "Papeterie Muster", email="hanna@example.org")


@pytest.fixture
def bela(kiez):
    return builders.member(kiez, "Béla Beispiel", "Radladen Beispiel", email="bela@example.org")


def written(kiez, **changes):
    topic = builders.topic(kiez)
    last_on = timezone.localdate() + timedelta(days=10)
    details = {"topic": topic.pk, "title": "Leiter gesucht", "words": "Für Samstag, drei Meter.", "last_on": last_on}
    return details | changes


def test_a_member_hangs_something_up_and_another_one_answers(client, kiez, hanna, bela):
    client.force_login(hanna)
    answer = client.post(f"{BOARD}neu/", written(kiez))
    post = Post.objects.get()
    assert answer.url == f"{BOARD}{post.pk}/"
    client.force_login(bela)
    page = client.get(BOARD).text
    assert "Leiter gesucht" in page
    assert "Hanna Muster, Papeterie Muster" in page
    assert client.post(f"{answer.url}antworten/", {"words": "Nimm meine."}).url == answer.url
    page = client.get(answer.url).text
    assert "Béla Beispiel, Radladen Beispiel" in page
    assert "Nimm meine." in page


def test_who_follows_a_topic_gets_a_mail_and_nobody_else(client, kiez, hanna, bela, django_capture_on_commit_callbacks):
    others = builders.topic(kiez, "Biete")
    client.force_login(bela)
    client.post(f"{BOARD}themen/", {"mail": "on", "topics": [builders.topic(kiez).pk]})
    client.force_login(hanna)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{BOARD}neu/", written(kiez))
        client.post(f"{BOARD}neu/", written(kiez, topic=others.pk, title="Gebe Kartons ab"))
    (sent,) = mail.outbox
    assert sent.to == ["bela@example.org"]
    assert sent.subject == "Neu am Schwarzen Brett: Leiter gesucht"
    assert "Für Samstag, drei Meter." in sent.body
    assert "List-Unsubscribe" in sent.extra_headers


def test_the_log_tells_of_choosing_topics_only_where_something_changed(client, kiez, bela):
    chosen = {"mail": "on", "topics": [builders.topic(kiez).pk]}
    client.force_login(bela)

    def told():
        return AuditEntry.objects.filter(verb="board.topics_chosen").count()

    for said, expected in ((chosen, 1), (chosen, 1), ({"mail": "on"}, 2), ({}, 3), ({}, 3), (chosen, 4)):
        client.post(f"{BOARD}themen/", said)
        assert told() == expected


def test_a_post_goes_from_the_board_after_its_last_day(client, kiez, hanna, bela):
    post = builders.post(kiez, hanna, last_on=timezone.localdate() - timedelta(days=1))
    client.force_login(bela)
    assert post.title not in client.get(BOARD).text
    assert client.get(f"{BOARD}{post.pk}/").status_code == 404
    client.force_login(hanna)
    assert post.title in client.get(f"{BOARD}?mine=1").text
    assert "hängt nicht mehr" in client.get(f"{BOARD}{post.pk}/").text


def test_access_ends_with_the_membership_and_posts_stay_under_the_name_of_the_member(client, kiez, hanna, bela):
    post = builders.post(kiez, hanna)
    Membership.objects.filter(organisation=post.organisation).update(until_on=timezone.localdate())
    client.force_login(hanna)
    assert client.get(BOARD).status_code == 403
    assert client.post(f"{BOARD}neu/", written(kiez)).status_code == 403
    client.force_login(bela)
    page = client.get(f"{BOARD}{post.pk}/").text
    assert "Papeterie Muster" in page
    assert "Hanna Muster" not in page


def test_an_author_changes_finishes_and_deletes_what_is_theirs(client, kiez, hanna, bela):
    post = builders.post(kiez, hanna)
    reply = builders.reply(post, bela)
    url = f"{BOARD}{post.pk}/"
    client.force_login(bela)
    for deed in ("aendern/", "loeschen/"):
        assert client.get(f"{url}{deed}").status_code == 404
        assert client.post(f"{url}{deed}", written(kiez)).status_code == 404
    assert client.post(f"{url}erledigt/").status_code == 404
    client.force_login(hanna)
    assert client.post(f"{url}antworten/{reply.pk}/loeschen/").status_code == 404
    client.post(f"{url}aendern/", written(kiez, title="Leiter gefunden"))
    client.post(f"{url}erledigt/")
    page = client.get(BOARD).text
    assert "Leiter gefunden" in page
    assert "erledigt" in page
    client.force_login(bela)
    client.post(f"{url}antworten/{reply.pk}/loeschen/")
    assert not Reply.objects.exists()
    client.force_login(hanna)
    client.post(f"{url}loeschen/")
    assert not Post.objects.exists()


def test_posts_are_forgotten_half_a_year_after_their_last_day(kiez, hanna):
    today = timezone.localdate()
    old = builders.post(kiez, hanna, last_on=today - timedelta(days=181))
    builders.post(kiez, hanna, hidden_at=timezone.now() - timedelta(days=182))
    kept = builders.post(kiez, hanna, last_on=today - timedelta(days=179))
    builders.reply(old)
    assert forget.call()["posts of notice boards"] == 2
    assert set(Post.objects.values_list("pk", flat=True)) == {kept.pk}
    assert not Reply.objects.exists()


@pytest.mark.parametrize("page", ["", "neu/", "themen/", "{post}/", "{post}/aendern/", "{post}/loeschen/"])
def test_a_member_of_another_district_finds_nothing_here(client, kiez, hanna, page):
    post = builders.post(kiez, hanna)
    stranger = builders.member(district("Fremdkiez"))
    own = builders.post(stranger.roles.get().district, stranger)
    client.force_login(stranger)
    assert client.get(f"{BOARD}{page.format(post=post.pk)}").status_code == 404
    if "{post}" in page:
        assert client.get(f"/fremdkiez/mein/brett/{page.format(post=post.pk)}").status_code == 404
        assert client.get(f"/fremdkiez/mein/brett/{page.format(post=own.pk)}").status_code == 200


def test_a_topic_of_another_district_cannot_be_chosen(client, kiez, hanna):
    foreign = builders.topic(district("Fremdkiez"), "Fremdes Thema")
    client.force_login(hanna)
    assert client.post(f"{BOARD}neu/", written(kiez, topic=foreign.pk)).status_code == 422
    assert client.post(f"{BOARD}themen/", {"topics": [foreign.pk]}).status_code == 422
    assert "Fremdes Thema" not in client.get(f"{BOARD}?topic={foreign.pk}").text


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) " onmouseover=alert(1)'


def test_nothing_that_members_write_becomes_html(client, kiez, hanna, bela):
    client.force_login(hanna)
    client.post(f"{BOARD}neu/", written(kiez, title=EVIL, words=f'{EVIL} https://example.org/?a=1&b="2'))
    post = Post.objects.get()
    client.post(f"{BOARD}{post.pk}/antworten/", {"words": EVIL})
    post.topic.name = EVIL[:60]
    post.topic.save()
    for page in (BOARD, f"{BOARD}{post.pk}/", f"{BOARD}{post.pk}/aendern/", f"{BOARD}{post.pk}/loeschen/"):
        text = client.get(page).text
        assert "alert(1)" in text
        for sign in ("<script>alert", "<img src=x", 'href="javascript', '" onmouseover'):
            assert sign not in text
    assert 'href="https://example.org/?a=1&amp;b=' in client.get(f"{BOARD}{post.pk}/").text


def test_a_person_writes_so_much_a_day_and_no_more(client, kiez, hanna):
    client.force_login(hanna)
    answers = [client.post(f"{BOARD}neu/", written(kiez, title=f"Nr. {nth}")).status_code for nth in range(6)]
    assert answers == [302] * 5 + [422]
    url = f"{BOARD}{Post.objects.latest('pk').pk}/antworten/"
    answers = [client.post(url, {"words": f"Nr. {nth}"}).status_code for nth in range(31)]
    assert answers == [302] * 30 + [422]


@pytest.mark.parametrize("days", [-1, 366])
def test_a_post_hangs_from_today_up_to_a_year(client, kiez, hanna, days):
    client.force_login(hanna)
    last_on = timezone.localdate() + timedelta(days=days)
    assert client.post(f"{BOARD}neu/", written(kiez, last_on=last_on)).status_code == 422


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "Dieser Tag ist schon vorbei."), (400, "Ein Aushang hängt höchstens ein Jahr.")],
)
def test_who_misses_the_title_reads_at_once_that_the_day_is_wrong_too(client, kiez, hanna, days, sentence):
    client.force_login(hanna)
    today = timezone.localdate()
    said = client.post(f"{BOARD}neu/", written(kiez, title="", last_on=today + timedelta(days=days))).text
    assert "Überschrift" in said.partition("data-error-summary")[2].partition("</ul>")[0]
    assert f"{sentence} Bitte wählen Sie einen Tag zwischen heute und dem" in said
    assert date_format(today + timedelta(days=365)) in said


def test_a_button_pressed_twice_hangs_up_one_post(client, kiez, hanna):
    client.force_login(hanna)
    sent = written(kiez) | {"csrfmiddlewaretoken": "a" * 64}
    assert len({client.post(f"{BOARD}neu/", sent).url for _press in range(2)}) == 1
    assert Post.objects.count() == 1


def test_who_looks_after_several_members_says_for_which_they_write(client, kiez, hanna):
    second = organisations.organisation("Zweitladen")
    organisations.membership(second, kiez)
    organisations.steward(hanna, second)
    foreign = builders.of(builders.member(kiez))
    client.force_login(hanna)
    assert client.post(f"{BOARD}neu/", written(kiez)).status_code == 422
    assert client.post(f"{BOARD}neu/", written(kiez, organisation=foreign.pk)).status_code == 422
    assert client.post(f"{BOARD}neu/", written(kiez, organisation=second.pk)).status_code == 302
    assert Post.objects.get().organisation == second
    assert "Hanna Muster, Zweitladen" in client.get(BOARD).text


def test_a_new_district_begins_with_topics(settings):
    kiez = create_district("neukiez", name="Neukiez", municipality="X", federal_state="BE", by=system_viewer("test"))
    names = [topic.name for topic in kiez.topics.all()]
    assert (names[:2], names[-1]) == (["Suche", "Biete"], "Quartier und Straße")


def test_what_one_wrote_on_the_board_stands_among_the_own_data(client, kiez, hanna):
    post = builders.post(kiez, hanna, words="Suche eine Leiter.")
    builders.reply(post, hanna, words="Immer noch.")
    client.force_login(hanna)
    page = client.get("/konto/meine-daten/").text
    for expected in ("Aushang am Schwarzen Brett: 1 Datensatz", "Suche eine Leiter.", "Immer noch."):
        assert expected in page
