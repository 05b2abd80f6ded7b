"""Bodies have names and members, who are invited together while they are in a body at all."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions import inviting
from kiezkontor.calendar.actions.bodies import save_body, seat_member
from kiezkontor.calendar.models import Body, BodyMember, Invitation
from kiezkontor.calendar.rules.inviting import Guest
from kiezkontor.calendar.shown_inviting import planned_row
from kiezkontor.calendar.tests import builders
from kiezkontor.calendar.tests.inviting import in_the_office, page, shop
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


def in_a_body(kiez, name, role="body_member", **period):
    return districts.role(person(name=name), kiez, role, **period).person


@pytest.fixture
def jury(kiez):
    """Greta and Vera, and Gero, who has left; Ida is in a body, not in this one."""
    found = builders.body(kiez, "Jury des Verfügungsfonds")
    in_a_body(kiez, "Ida Ideenreich")
    left = in_a_body(kiez, "Gero Gegangen", until_on=timezone.localdate())
    found.members.set([in_a_body(kiez, "Greta Gremium"), in_a_body(kiez, "Vera Vorstand", "board"), left])
    return found


def test_the_coordination_names_bodies_and_who_is_in_them(office, kiez):
    greta, shop = in_a_body(kiez, "Greta Gremium"), districts.role(person(name="Tim"), kiez, "trader").person
    foreign = in_a_body(districts.district(), "Fremde")
    address = in_the_office(kiez, "body_new")
    for other in (shop, foreign):
        assert office.post(address, {"name": "Beirat", "members": [other.pk]}).status_code == 422
    assert office.post(address, {"name": "Beirat", "members": [greta.pk]}).status_code == 302
    made = Body.objects.get()
    assert (made.district, list(made.members.all())) == (kiez, [greta])
    assert "Greta Gremium" in office.get(in_the_office(kiez, "bodies")).text
    assert office.post(address, {"name": "beirat"}).status_code == 422
    assert office.post(in_the_office(kiez, "body", made.pk), {"name": "Jury"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.members.count()) == ("Jury", 0)
    office.post(in_the_office(kiez, "body_remove", made.pk))
    assert not Body.objects.exists()
    assert Role.objects.filter(person=greta).exists()
    verbs = set(AuditEntry.objects.filter(verb__startswith="body.").values_list("verb", flat=True))
    assert verbs == {"body.added", "body.changed", "body.removed"}


def test_bodies_of_another_district_are_not_known(office, kiez):
    foreign = builders.body(districts.district())
    assert office.get(in_the_office(kiez, "body", foreign.pk)).status_code == 404
    assert office.post(in_the_office(kiez, "body_remove", foreign.pk)).status_code == 404
    assert Body.objects.exists()


def test_a_body_is_invited_by_its_name_without_who_has_left(office, kiez, event, jury):
    address = page(event, "office_invite")
    assert "Jury des Verfügungsfonds (2)" in office.get(address).text
    said = {"bodies": [f"body-{jury.pk}", "board"], "as_what": "guest"}
    sure = office.post(address, said).context["sure"]
    assert office.post(address, said | {"sure": sure}).status_code == 302
    found = Invitation.objects.order_by("name").values_list("name", "as_what")
    assert list(found) == [("Greta Gremium", "body"), ("Vera Vorstand", "body")]
    editor = Client()
    editor.force_login(districts.editor(kiez))
    assert jury.name not in editor.get(address).text


def test_the_preview_names_who_has_no_seat_on_the_day_of_the_meeting(office, event, jury):
    day = timezone.localdate(event.starts_at)
    BodyMember.objects.filter(body=jury).update(term_until=day)
    BodyMember.objects.filter(pk=sits(jury, "Vera Vorstand").pk).update(term_until=day - timedelta(days=1))
    shown = office.post(page(event, "office_invite"), {"bodies": [f"body-{jury.pk}"], "as_what": "guest"})
    told = {row["who"]: row["detail"] for group in shown.context["groups"] for row in group["rows"]}
    words = "hat am Tag des Termins keinen Sitz im Gremium und stimmt nicht mit ab"
    assert {who: words in detail for who, detail in told.items()} == {"Greta Gremium": False, "Vera Vorstand": True}


def test_how_many_must_be_able_to_vote_is_proposed_from_who_is_invited(office, kiez, event):
    address = district_path(kiez.slug, "meetings:quorum", event.pk)
    assert office.get(address).context["form"]["quorum"].value() is None
    for number in range(6):
        builders.invitation(event, f"Mitglied {number}", as_what="body")
    builders.invitation(event, "Gast")
    shown = office.get(address)
    assert shown.context["form"]["quorum"].value() == 4
    assert "6 Mitglieder des Gremiums sind eingeladen." in shown.text
    assert office.post(address, {"quorum": "3"}).status_code == 302
    assert office.get(address).context["form"]["quorum"].value() == 3


def test_who_was_in_a_body_stays_in_it_when_it_is_changed(office, kiez, jury):
    shown = office.get(in_the_office(kiez, "body", jury.pk))
    form = shown.context["form"]
    assert "Gero Gegangen" in shown.text
    assert "Gero Gegangen" not in office.get(in_the_office(kiez, "body_new")).text
    said = {"name": "Neuer Name", "members": form["members"].value()}
    assert office.post(in_the_office(kiez, "body", jury.pk), said).status_code == 302
    assert set(jury.members.values_list("name", flat=True)) == {"Greta Gremium", "Vera Vorstand", "Gero Gegangen"}


def test_a_member_of_a_body_with_the_address_of_a_shop_is_invited_as_a_member(kiez, event):
    laden = shop(kiez, "Blumen Rose", email="rosa@example.org")
    rosa = Guest("Rosa Rose", "Rosa@example.org")
    wanted = inviting.Wanted([laden.pk], members=[rosa])
    inviting.invite(event.pk, wanted, by=builders.office_of(kiez))
    assert list(Invitation.objects.values_list("name", "organisation", "as_what")) == [("Rosa Rose", None, "body")]


@pytest.mark.parametrize("as_what", ["", "guest"])
def test_who_was_invited_otherwise_becomes_a_member_of_the_body(kiez, event, as_what):
    by, rosa = builders.office_of(kiez), Guest("Rosa Rose", "Rosa@example.org")
    before = builders.invitation(event, "Rosa Rose", email="rosa@example.org", as_what=as_what)
    other = builders.invitation(event, "Gesa Gast", email="gesa@example.org", as_what="guest")
    wanted = inviting.Wanted(members=[rosa])
    (row,) = inviting.plan_of(event, wanted)
    assert "wird jetzt Mitglied des Gremiums" in planned_row(row)["detail"]
    assert len(inviting.invite(event.pk, wanted, by=by)) == 1
    assert set(Invitation.objects.values_list("pk", "as_what")) == {(before.pk, "body"), (other.pk, "guest")}
    with pytest.raises(ActionRefused):
        inviting.invite(event.pk, wanted, by=by)


def test_a_name_taken_at_the_same_moment_is_refused_with_a_sentence(kiez, monkeypatch):
    builders.body(kiez, "Beirat")
    monkeypatch.setattr(QuerySet, "exists", lambda _self: False)  # nobody had it when it was asked
    with pytest.raises(ActionRefused, match="Gremium"):
        save_body(kiez, name="Beirat", members=[], by=builders.office_of(kiez))
    assert Body.objects.count() == 1


def sits(body, name):
    return BodyMember.objects.get(body=body, person__name=name)


def seat_page(kiez, body, name):
    return in_the_office(kiez, "body_seat", sits(body, name).pk)


def test_the_page_of_a_body_says_who_sits_for_whom_until_when(office, kiez, jury):
    own, greta = in_the_office(kiez, "body", jury.pk), sits(jury, "Greta Gremium")
    said = {"name": jury.name, "members": [each.pk for each in jury.members.all()], "seats": 5, "quorum_percent": 60}
    assert office.post(own, said | {"quorum_percent": 101}).status_code == 422
    assert office.post(own, said).status_code == 302
    sent = {"term_until": "2027-12-31", "deputy_of": greta.pk}
    assert office.post(seat_page(kiez, jury, "Vera Vorstand"), sent).status_code == 302
    shown = " ".join(office.get(own).text.split())
    assert "Besetzte Sitze: 2 von 5" in shown
    assert "Stellvertretung von Greta Gremium" in shown
    assert "bis 31. Dezember 2027" in shown
    assert office.post(own, said).status_code == 302
    assert sits(jury, "Vera Vorstand").deputy_of == greta
    without = said | {"members": [each for each in said["members"] if each != greta.person_id]}
    refused = office.post(own, without)
    assert refused.status_code == 422
    assert "Vera Vorstand vertritt Greta Gremium" in refused.text
    assert jury.members.count() == 3


def test_the_way_back_from_a_seat_leads_over_the_body_and_the_list(office, kiez, jury):
    way = office.get(seat_page(kiez, jury, "Greta Gremium")).text.partition("</ol>")[0]
    assert f'<a href="{in_the_office(kiez, "bodies")}">Gremien</a>' in way
    assert f'<a href="{in_the_office(kiez, "body", jury.pk)}">{jury}</a>' in way


def test_deputies_have_no_deputies_and_stand_for_nobody_of_another_body(office, kiez, jury):
    greta, foreign = sits(jury, "Greta Gremium"), builders.body_member(kiez)
    vera = seat_page(kiez, jury, "Vera Vorstand")
    assert office.post(vera, {"deputy_of": foreign.pk}).status_code == 422
    assert office.post(vera, {"deputy_of": greta.pk}).status_code == 302
    for name, other in (("Greta Gremium", "Gero Gegangen"), ("Gero Gegangen", "Vera Vorstand")):
        assert office.post(seat_page(kiez, jury, name), {"deputy_of": sits(jury, other).pk}).status_code == 422
    gero, by = sits(jury, "Gero Gegangen"), builders.office_of(kiez)
    with pytest.raises(ActionRefused):
        seat_member(greta.pk, term_since=None, term_until=None, deputy_of=gero, by=by)
    assert "Gero Gegangen" in office.get(vera).text
    other = builders.body_member(districts.district())
    assert office.get(in_the_office(kiez, "body_seat", other.pk)).status_code == 404


def invited_by_name(office, event, jury):
    said = {"bodies": [f"body-{jury.pk}"], "as_what": "guest"}
    sure = office.post(page(event, "office_invite"), said).context["sure"]
    assert office.post(page(event, "office_invite"), said | {"sure": sure}).status_code == 302


def test_deputies_are_not_invited_and_the_quorum_counts_the_seats(office, kiez, event, jury):
    BodyMember.objects.filter(pk=sits(jury, "Vera Vorstand").pk).update(deputy_of=sits(jury, "Greta Gremium"))
    invited_by_name(office, event, jury)
    assert list(Invitation.objects.values_list("name", "as_what", "body")) == [("Greta Gremium", "body", jury.pk)]
    address = district_path(kiez.slug, "meetings:quorum", event.pk)
    for seats, percent, proposed in ((7, None, 4), (7, 60, 5), (None, 100, 1)):
        Body.objects.filter(pk=jury.pk).update(seats=seats, quorum_percent=percent)
        assert office.get(address).context["form"]["quorum"].value() == proposed
    Body.objects.filter(pk=jury.pk).update(seats=7, quorum_percent=60)
    assert "hat 7 Sitze. Vorgeschlagen sind 60 Prozent davon." in office.get(address).text


def test_whoever_was_invited_otherwise_counts_for_the_body_as_well(office, event, jury):
    builders.invitation(event, "Vera", email=jury.members.get(name="Vera Vorstand").email, as_what="guest")
    invited_by_name(office, event, jury)
    assert set(Invitation.objects.values_list("as_what", "body")) == {("body", jury.pk)}
    assert Invitation.objects.count() == 2


def test_who_sits_beyond_the_term_is_asked_about_on_the_desk(office, kiez, jury):
    desk, today = district_path(kiez.slug, "home:office"), timezone.localdate()
    BodyMember.objects.filter(body=jury).update(term_until=today)
    assert "Amtszeit" not in office.get(desk).text
    BodyMember.objects.filter(pk=sits(jury, "Vera Vorstand").pk).update(term_until=today - timedelta(days=1))
    shown = office.get(desk).text
    assert "ist die Amtszeit von 1 Mitglied abgelaufen" in shown
    assert in_the_office(kiez, "body", jury.pk) in shown
    assert "Die Amtszeit ist abgelaufen" in office.get(in_the_office(kiez, "body", jury.pk)).text
    editor = Client()
    editor.force_login(districts.editor(kiez))
    assert "abgelaufen" not in editor.get(desk).text
