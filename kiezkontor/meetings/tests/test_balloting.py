from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.tasks import forget
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import balloting
from kiezkontor.meetings.actions.minutes import declare_interest
from kiezkontor.meetings.content import minutes_content
from kiezkontor.meetings.models import Attendance, Ballot, BallotPaper
from kiezkontor.meetings.rules.balloting import Papers, Trouble, adds_up, places, trouble_with
from kiezkontor.meetings.tests import builders
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path


@pytest.mark.parametrize(
    ("marks", "way", "points", "trouble"),
    [
        ({}, "one", 0, None),
        ({1: 1}, "one", 0, None),
        ({1: 1, 2: 1}, "one", 0, Trouble.TOO_MANY),
        ({1: 1, 2: 1}, "several", 0, None),
        ({1: 2}, "several", 0, Trouble.TOO_MANY),
        ({1: 3, 2: 2}, "points", 5, None),
        ({1: 3, 2: 3}, "points", 5, Trouble.TOO_MANY),
        ({9: 1}, "one", 0, Trouble.UNKNOWN),
        ({1: -1, 2: 3}, "points", 2, Trouble.UNKNOWN),
    ],
)
def test_which_papers_count(marks, way, points, trouble):
    assert trouble_with(marks, way=way, points=points, options=[1, 2]) == trouble


@pytest.mark.parametrize(
    ("votes", "used", "ranks"),
    [
        ({1: 2, 2: 5}, 7, [(2, 1, 71), (1, 2, 29)]),
        ({1: 3, 2: 3, 3: 1}, 7, [(1, 1, 43), (2, 1, 43), (3, 3, 14)]),
        ({1: 0, 2: 0}, 0, [(1, 1, 0), (2, 1, 0)]),
    ],
)
def test_as_many_votes_share_a_place(votes, used, ranks):
    assert [(place.key, place.rank, place.share) for place in places(votes, used=used)] == ranks


@pytest.mark.parametrize(
    ("votes", "papers", "way", "points", "right"),
    [
        ([3, 1], Papers(6, 5, 1, is_over=False), "one", 0, True),
        ([3, 2], Papers(6, 5, 1, is_over=False), "one", 0, False),
        ([3, 3], Papers(6, 5, 1, is_over=False), "several", 0, True),
        ([5, 5], Papers(6, 5, 1, is_over=False), "several", 0, False),
        ([10, 5], Papers(6, 5, 0, is_over=False), "points", 3, True),
        ([10, 6], Papers(6, 5, 0, is_over=False), "points", 3, False),
        ([0, 0], Papers(4, 5, 5, is_over=True), "one", 0, False),
    ],
)
def test_votes_come_from_used_papers(votes, papers, way, points, right):
    assert adds_up(votes, papers, way=way, points=points) is right


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def item(district):
    """Of a meeting that goes on."""
    return builders.item(calendar.event(district, starts_at=timezone.now() + timedelta(minutes=5)), "Was wir feiern")


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


def page(of, name, *args):
    return district_path(of.meeting.event.district.slug, f"meetings:{name}", *args)


def telephone(item, *names):
    """A browser with which these people checked in."""
    client = Client()
    for name in names:
        client.post(page(item, "check_in", room.token_of(item.meeting)), {"name": name})
    return client


def vote(client, item, ballot, **said):
    return client.post(page(item, "vote", room.token_of(item.meeting), ballot.pk), said)


def counts(ballot):
    return list(Ballot.objects.get(pk=ballot.pk).options.values_list("votes", flat=True))


def counted(ballot):
    found = Ballot.objects.counted().get(pk=ballot.pk)
    papers = found.of_papers
    assert adds_up([each.votes for each in found.options.all()], papers, way=found.way, points=found.points)
    return papers.given, papers.used, papers.unused, papers.blank


@pytest.mark.django_db
def test_whoever_checked_in_votes_once_on_the_telephone(item):
    anna, bernd = telephone(item, "Anna Muster"), telephone(item, "Bernd Beispiel")
    ballot = builders.ballot(item, is_open=True)
    first, second = ballot.options.all()
    assert vote(anna, item, ballot, answer=first.pk).status_code == 302
    again = vote(anna, item, ballot, answer=second.pk)
    assert again.status_code == 422
    assert "Dieses Telefon hat abgestimmt" in again.content.decode()
    assert vote(bernd, item, ballot, answer="0").status_code == 302
    assert counts(ballot) == [1, 0]
    assert counted(ballot) == (2, 2, 0, 1)


@pytest.mark.django_db
def test_a_couple_with_one_telephone_has_two_papers(item):
    both = telephone(item, "Anna Muster", "Bernd Beispiel")
    ballot = builders.ballot(item, is_open=True)
    answer = ballot.options.all()[0].pk
    keys = list(Attendance.objects.order_by("name").values_list("pk", flat=True))
    assert vote(both, item, ballot, answer=answer, person=keys[0]).status_code == 302
    assert vote(both, item, ballot, answer=answer).status_code == 302
    assert counted(ballot)[:2] == (2, 2)
    assert counts(ballot) == [2, 0]


@pytest.mark.django_db
def test_who_did_not_check_in_needs_the_code_of_a_paper(item):
    ballot = builders.ballot(item, is_open=True)
    stranger = Client()
    assert vote(stranger, item, ballot, answer=ballot.options.all()[0].pk, code="AAAA-AAAA").status_code == 422
    stranger.cookies["kontor_here"] = "1:forged"
    assert vote(stranger, item, ballot, answer=ballot.options.all()[0].pk).status_code == 422
    assert counts(ballot) == [0, 0]


@pytest.mark.django_db
def test_who_comes_late_gets_a_paper_and_who_has_an_interest_none(item):
    anna = telephone(item, "Anna Muster")
    by = calendar.office_of(item.meeting.event.district)
    declare_interest(item, Attendance.objects.get().pk, by=by)
    ballot = builders.ballot(item, is_open=True)
    assert counted(ballot) == (0, 0, 0, 0)
    late = telephone(item, "Lea Später")
    answer = ballot.options.all()[1].pk
    assert vote(late, item, ballot, answer=answer).status_code == 302
    assert vote(anna, item, ballot, answer=answer).status_code == 422
    assert counted(ballot) == (1, 1, 0, 0)


@pytest.mark.django_db
def test_papers_with_a_code_are_typed_in_by_the_office_each_once(office, item):
    ballot = builders.ballot(item, is_open=True)
    office.post(page(item, "ballot_print", ballot.pk), {"count": 3})
    codes = list(BallotPaper.objects.values_list("code", flat=True))
    assert len(set(codes)) == 3
    assert office.get(page(item, "ballot_papers", ballot.pk)).content.startswith(b"%PDF")
    url, answer = page(item, "ballot_enter", ballot.pk), ballot.options.all()[1].pk
    typed = f"{codes[0][:4].lower()} {codes[0][4:]}"
    assert office.post(url, {"code": typed, "answer": answer}).status_code == 302
    assert "schon benutzt" in office.post(url, {"code": codes[0], "answer": answer}).content.decode()
    assert vote(Client(), item, ballot, code=codes[1], answer=answer).status_code == 302
    assert counts(ballot) == [0, 2]
    assert counted(ballot) == (3, 2, 1, 0)


@pytest.mark.django_db
def test_points_are_shared_out_and_not_more_than_there_are(item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, "Bänke", "Licht", "Bäume", way="points", points=3, is_open=True)
    one, two, _three = (f"points_{each.pk}" for each in ballot.options.all())
    assert "mehr als 3 Punkte" in vote(anna, item, ballot, **{one: 2, two: 2}).content.decode()
    assert vote(anna, item, ballot, **{one: 2, two: 1}).status_code == 302
    assert counts(ballot) == [2, 1, 0]


@pytest.mark.django_db
def test_several_answers_may_be_chosen(item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, way="several", is_open=True)
    vote(anna, item, ballot, answers=[each.pk for each in ballot.options.all()])
    assert counts(ballot) == [1, 1]


@pytest.mark.django_db
def test_the_result_is_shown_to_nobody_before_the_ballot_is_closed(office, item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, is_open=True)
    vote(anna, item, ballot, answer=ballot.options.all()[0].pk)
    wall = page(item, "followed", room.token_of(item.meeting))
    own = page(item, "ballot", ballot.pk)
    shown = "benutzt: 1, nicht benutzt: 0"
    assert "1 von 1 Stimmzetteln" in anna.get(wall).content.decode()
    assert shown not in anna.get(wall).content.decode() + office.get(own).content.decode()
    office.post(page(item, "ballot_close", ballot.pk))
    assert shown in anna.get(wall).content.decode()
    assert shown in office.get(own).content.decode()
    assert vote(telephone(item, "Lea Später"), item, ballot, answer=ballot.options.all()[0].pk).status_code == 422


@pytest.mark.django_db
def test_minutes_hold_the_result_with_its_papers(office, item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, is_open=True)
    assert "ballots" not in minutes_content(item.meeting)["items"][0]
    vote(anna, item, ballot, answer=ballot.options.all()[1].pk)
    office.post(page(item, "ballot_close", ballot.pk))
    (found,) = minutes_content(item.meeting)["items"][0]["ballots"]
    assert found["lines"] == ["Adventsmarkt: 1", "Sommerfest: 0"]
    builders.approved(item.meeting.event)
    shown = office.get(page(item, "minutes", item.meeting.event_id)).content.decode()
    assert "Adventsmarkt: 1" in shown
    assert office.get(page(item, "minutes_pdf", item.meeting.event_id)).content.startswith(b"%PDF")


@pytest.mark.django_db
def test_nothing_joins_a_vote_to_who_cast_it(office, item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, is_open=True)
    said = AuditEntry.objects.count()
    vote(anna, item, ballot, answer=ballot.options.all()[0].pk)
    assert AuditEntry.objects.count() == said
    kept = {field.name for field in BallotPaper._meta.get_fields()}
    assert kept == {"id", "ballot", "attendance", "code", "is_used"}
    office.post(page(item, "ballot_close", ballot.pk))
    assert list(BallotPaper.objects.values_list("attendance", "code", "is_used")) == [(None, "", True)]


@pytest.mark.django_db
def test_the_office_asks_with_days_and_pictures_and_takes_back_what_nobody_saw(office, item):
    said = {"question": "Wann?", "options": "12.05.2027\n19.05.2027\nlieber im Juni", "way": "one"}
    office.post(page(item, "item_ballot", item.pk), said)
    ballot = Ballot.objects.get()
    assert [each.day for each in ballot.options.all()] == [date(2027, 5, 12), date(2027, 5, 19), None]
    shown = office.get(page(item, "ballot", ballot.pk)).content.decode()
    assert "Mittwoch, 12. Mai 2027" in shown
    option = ballot.options.all()[2]
    image = SimpleUploadedFile("a.jpg", organisations.picture(), "image/jpeg")
    office.post(
        page(item, "ballot_show_picture", ballot.pk), {"option": option.pk, "image": image, "text": "Eine Linde"}
    )
    assert office.get(page(item, "ballot_picture", ballot.pk, option.pk))["Content-Type"] == "image/jpeg"
    token = room.token_of(item.meeting)
    seen = page(item, "vote_picture", token, ballot.pk, option.pk)
    assert Client().get(seen).status_code == 404
    office.post(page(item, "ballot_begin", ballot.pk))
    assert Client().get(seen).status_code == 200
    office.post(page(item, "ballot_remove", ballot.pk))
    assert Ballot.objects.exists()


@pytest.mark.django_db
def test_what_was_put_wrongly_is_taken_back_before_anybody_votes(office, item):
    ballot = builders.ballot(item)
    assert office.post(page(item, "ballot_remove", ballot.pk)).status_code == 302
    assert not Ballot.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "way", "said"),
    [
        ("nur eine", "one", "mindestens zwei"),
        ("gleich\ngleich", "one", "dasselbe"),
        ("a\nb", "points", "wie viele Punkte"),
        ("a\n" + 200 * "b", "one", "Höchstens"),
    ],
)
def test_a_paper_on_which_nobody_could_vote_is_not_made(office, item, options, way, said):
    given = {"question": "Was?", "options": options, "way": way}
    answer = office.post(page(item, "item_ballot", item.pk), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_a_ballot_at_a_closed_item_is_not_on_telephones_of_strangers(item):
    closed = builders.item(item.meeting.event, is_closed=True)
    ballot = builders.ballot(closed, is_open=True)
    assert telephone(item, "Gast").get(page(item, "vote", room.token_of(item.meeting), ballot.pk)).status_code == 404


@pytest.mark.django_db
def test_more_papers_than_people_are_told(office, item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, is_open=True)
    vote(anna, item, ballot, answer=ballot.options.all()[0].pk)
    office.post(page(item, "ballot_print", ballot.pk), {"count": 1})
    code = BallotPaper.objects.exclude(code="").get().code
    office.post(page(item, "ballot_enter", ballot.pk), {"code": code, "answer": "0"})
    office.post(page(item, "ballot_close", ballot.pk))
    assert "mehr Stimmzettel benutzt" in office.get(page(item, "ballot", ballot.pk)).content.decode()


@pytest.mark.django_db
def test_a_ballot_that_nobody_closed_ends_with_the_meeting(office, item):
    anna = telephone(item, "Anna Muster")
    ballot = builders.ballot(item, is_open=True)
    vote(anna, item, ballot, answer=ballot.options.all()[0].pk)
    office.post(page(item, "end", item.meeting.event_id))
    assert Ballot.objects.get().stage == "closed"
    assert not BallotPaper.objects.exclude(attendance=None).exists()


@pytest.mark.django_db
def test_who_might_vote_is_forgotten_in_the_night_after_a_meeting_nobody_ended(item):
    telephone(item, "Anna Muster")
    builders.ballot(item, is_open=True)
    printed = builders.ballot(item)
    balloting.print_papers(printed, 2, by=calendar.office_of(item.meeting.event.district))
    assert forget.call()["open ballots"] == 0
    ended = timezone.now() - timedelta(days=2)
    Event.objects.update(starts_at=ended, ends_at=ended)
    assert forget.call()["open ballots"] == 2
    assert list(BallotPaper.objects.values_list("attendance", "code")) == [(None, "")]
    assert forget.call()["open ballots"] == 0


@pytest.mark.django_db
def test_who_has_an_own_interest_is_told_why_they_do_not_vote(item):
    both, anna = telephone(item, "Anna Muster", "Bernd Beispiel"), telephone(item, "Carla Kiez")
    by = calendar.office_of(item.meeting.event.district)
    for name in ("Anna Muster", "Carla Kiez"):
        declare_interest(item, Attendance.objects.get(name=name).pk, by=by)
    ballot = builders.ballot(item, is_open=True)
    token = room.token_of(item.meeting)
    shown = anna.get(page(item, "vote", token, ballot.pk)).content.decode()
    assert "Carla Kiez stimmt hier nicht mit" in shown
    assert "hat abgestimmt" not in shown
    assert f'href="{page(item, "check_in", token)}"' not in shown
    vote(both, item, ballot, answer=ballot.options.all()[0].pk)
    shown = both.get(page(item, "vote", token, ballot.pk)).content.decode()
    assert "Anna Muster stimmt hier nicht mit" in shown
    assert "Dieses Telefon hat abgestimmt" in shown
