"""An answer to a mail from the notice board stands on the board, if it comes from whom that mail went to."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.districts.tests.builders import district
from kiezkontor.members.models import Follow, Post, Reply
from kiezkontor.members.telling import tell_of_post
from kiezkontor.members.tests import builders
from kiezkontor.notices.incoming import store
from kiezkontor.notices.models import AddressMark
from kiezkontor.organisations.models import Membership, Steward

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def comes_in(settings):
    settings.MAIL_REPLY = "antwort@quartier.example"


@pytest.fixture
def kiez():
    return district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def hanna(kiez):
    return builders.member(kiez, "Hanna Muster", "Papeterie Muster", email="hanna@example.org")


@pytest.fixture
def bela(kiez):
    someone = builders.member(kiez, "Béla Beispiel", "Radladen Beispiel", email="bela@example.org")
    Follow.objects.create(person=someone, topic=builders.topic(kiez))
    return someone


@pytest.fixture
def got(kiez, hanna, bela, django_capture_on_commit_callbacks):
    """The mail Béla got about a post of Hanna's."""
    post = builders.post(kiez, hanna, title="Leiter gesucht")
    with django_capture_on_commit_callbacks(execute=True):
        assert tell_of_post.call(post.pk) == 1
    return mail.outbox[-1]


@pytest.fixture
def answer(django_capture_on_commit_callbacks):
    """Somebody answers a mail as a program does; returns what became of it and all mails that went out for it."""
    numbers = iter(range(1000))

    def answer(got, words, *, sender="bela@example.org", to=None, more="", number=None):
        before = len(mail.outbox)
        number = next(numbers) if number is None else number
        quote = "\n".join(f"> {line}" for line in got.body.splitlines())
        raw = (
            f"From: Béla <{sender}>\nTo: {to or got.reply_to[0]}\nSubject: Re: {got.subject}\n{more}"
            f"Message-ID: <{number}@example.net>\nContent-Type: text/plain; charset=utf-8\n\n"
            f"{words}\n\nAm 26.11.2026 um 10:12 schrieb Kiez <x@quartier.example>:\n{quote}\n\n-- \nBéla\n"
        )
        with django_capture_on_commit_callbacks(execute=True):
            came, _is_new = store(raw.encode())
        came.refresh_from_db()
        return came.outcome, mail.outbox[before:]

    return answer


def test_an_answer_by_mail_stands_on_the_board_and_its_author_is_told(client, kiez, hanna, got, answer):
    outcome, (told,) = answer(got, "Nimm meine, sie steht im Hof.")
    assert outcome == "answer"
    assert told.to == ["hanna@example.org"]
    assert "Béla Beispiel, Radladen Beispiel hat auf „Leiter gesucht“ geantwortet:" in told.body
    client.force_login(hanna)
    page = client.get(f"/musterkiez/mein/brett/{Post.objects.get().pk}/").text
    assert "Nimm meine, sie steht im Hof." in page
    assert "per E-Mail" in page
    assert Reply.objects.get().words == "Nimm meine, sie steht im Hof."
    outcome, (back,) = answer(told, "Danke!", sender="hanna@example.org")
    assert (outcome, back.to) == ("answer", ["bela@example.org"])


def test_no_address_of_a_member_goes_along(got, answer):
    _outcome, (told,) = answer(got, "Nimm meine.")
    for sent, hidden in ((got, "hanna@example.org"), (told, "bela@example.org")):
        assert hidden not in sent.message().as_string()


@pytest.mark.parametrize("sender", ["stranger@example.net", "hanna@example.org"])
def test_who_did_not_get_the_mail_is_refused_with_a_sentence(got, answer, sender):
    outcome, (polite,) = answer(got, "Ich schreibe mit.", sender=sender)
    assert (outcome, polite.to) == ("refused", [sender])
    assert "nur das Mitglied antworten, an das sie ging" in polite.body
    assert not Reply.objects.exists()


FORGERIES = {
    "another purpose": lambda address: address.replace("+board-", "+entry-"),
    "another key": lambda address: re.sub(r"board-\w+-", "board-1z-", address),
    "another day": lambda address: re.sub(r"-\w+-(\w+)@", r"-zzz-\1@", address),
    "another seal": lambda address: re.sub(r"\w{4}@", "aaaa@", address),
    "no seal": lambda address: re.sub(r"-\w+@", "@", address),
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_address_opens_nothing(got, answer, how):
    forged = FORGERIES[how](got.reply_to[0])
    assert forged != got.reply_to[0]
    assert answer(got, "Hallo", to=forged)[0] == "unclaimed"
    assert not Reply.objects.exists()


def test_the_address_of_one_post_does_not_answer_another(kiez, hanna, bela, got, answer):
    other = builders.post(kiez, hanna)
    tell_of_post.call(other.pk)
    answer(got, "Nimm meine.")
    assert Reply.objects.get().post == Post.objects.get(title="Leiter gesucht")


def test_the_same_mail_delivered_twice_is_one_reply(got, answer):
    assert [answer(got, "Nimm meine.", number=1)[0] for _time in range(2)] == ["answer", "answer"]
    assert answer(got, "Nimm meine.", number=2)[0] == "refused"
    assert Reply.objects.count() == 1


def test_an_answer_that_is_too_long_is_not_published(got, answer):
    outcome, (polite,) = answer(got, "Lang. " * 1000)
    assert outcome == "refused"
    assert "Ihre Antwort ist sehr lang und wurde nicht veröffentlicht." in polite.body
    assert not Reply.objects.exists()


def test_whose_membership_or_stewardship_ended_is_refused_at_once(bela, got, answer):
    Membership.objects.filter(organisation__stewards__person=bela).update(until_on=timezone.localdate())
    outcome, (polite,) = answer(got, "Nimm meine.")
    assert outcome == "refused"
    assert "schreiben nur Mitglieder des Netzwerks" in polite.body
    Membership.objects.update(until_on=None)
    Steward.objects.filter(person=bela).update(until_on=timezone.localdate())
    assert answer(got, "Nimm meine.")[0] == "refused"
    assert not Reply.objects.exists()


def test_a_post_that_is_gone_takes_no_answers(got, answer):
    Post.objects.update(last_on=timezone.localdate() - timedelta(days=1))
    outcome, (polite,) = answer(got, "Nimm meine.")
    assert outcome == "refused"
    assert "hängt nicht mehr am Schwarzen Brett" in polite.body
    Post.objects.all().delete()
    assert answer(got, "Nimm meine.")[0] == "refused"


@pytest.mark.parametrize("mark", ["Auto-Submitted: auto-replied\n", "Precedence: bulk\n"])
def test_programs_that_answer_each_other_come_to_an_end(got, answer, mark):
    assert answer(got, "Im Urlaub", more=mark) == ("automatic", [])
    assert not Reply.objects.exists()
    assert got.extra_headers["Auto-Submitted"] == "auto-generated"


def test_one_click_ends_all_mail_of_the_board_and_the_member_turns_it_on_again(
    client, kiez, hanna, bela, got, django_capture_on_commit_callbacks
):
    link = re.search(r"<http://[^/]+(/[^>]+)>", got.extra_headers["List-Unsubscribe"])[1]
    assert client.post(link).status_code == 200
    another = builders.post(kiez, hanna)
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_post.call(another.pk)
    assert len(mail.outbox) == 1
    client.force_login(bela)
    form = client.get("/musterkiez/mein/brett/themen/").context["form"]
    assert form.initial["mail"] is False
    client.post("/musterkiez/mein/brett/themen/", {"mail": "on", "topics": form.initial["topics"]})
    assert not AddressMark.objects.exists()


def test_nobody_is_told_twice_and_those_without_access_are_left_out(kiez, hanna, bela, got):
    post = Post.objects.get()
    assert tell_of_post.call(post.pk) == 1
    assert len(mail.outbox) == 1
    Membership.objects.filter(organisation__stewards__person=bela).delete()
    assert tell_of_post.call(post.pk) == 0


@pytest.mark.parametrize("evil", ["\r\nBcc: all@example.org", "\nBcc: all@example.org", "\x0bBcc: all@example.org"])
def test_nothing_in_a_title_becomes_a_header(kiez, hanna, bela, django_capture_on_commit_callbacks, evil):
    post = builders.post(kiez, hanna, title=f"Leiter{evil}")
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_post.call(post.pk)
    (sent,) = mail.outbox
    head = sent.message().as_string().partition("\n\n")[0]
    assert not re.search(r"^bcc", head, re.IGNORECASE | re.MULTILINE)
    assert sent.recipients() == ["bela@example.org"]


def test_in_a_demonstration_one_answers_from_its_mailbox(
    client, kiez, hanna, bela, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.SHOW_MAIL = True
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}}
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_post.call(builders.post(kiez, hanna, title="Leiter gesucht").pk)
    page = client.get("/postfach/").text
    assert "Als bela@example.org antworten" in page
    address = re.search(r'href="(/postfach/\w+/antworten/)"', page)[1]
    answering = client.get(address).text
    assert "<h1>Eine E-Mail der Vorführung beantworten</h1>" in answering
    assert "Leiter gesucht" in answering.partition("<form")[0]
    assert client.post(address, {"words": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"words": "Ich habe eine Leiter."}).status_code == 302
    assert [(reply.person, reply.words) for reply in Reply.objects.all()] == [(bela, "Ich habe eine Leiter.")]
    assert client.get("/postfach/0123456789abcdef0123/antworten/").status_code == 404
    settings.SHOW_MAIL = False
    assert client.get(address).status_code == 404
