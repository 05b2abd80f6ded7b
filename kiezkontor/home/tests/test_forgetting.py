from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import Invitation, PublicReport
from kiezkontor.districts.tests import builders
from kiezkontor.home.tasks import forget
from kiezkontor.notices.delivery import deliver
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.tests.builders import contact, organisation

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=3 * 365 + 2)


@pytest.fixture
def district():
    return builders.district("Musterkiez")


def report(district, answered):
    now = timezone.now()
    return PublicReport.objects.create(
        district=district, kind="barrier", message="Stufe", name="Paula Probe", received_at=now - YEARS,
        due_on=now.date(), answered_at=answered,
    )  # fmt: skip


def test_reports_go_three_years_after_their_answer_and_the_log_says_so(client, district):
    now = timezone.now()
    report(district, now - YEARS)
    kept = {report(district, now - timedelta(days=3 * 365)).pk, report(district, None).pk}
    assert forget.call()["reports"] == 1
    assert set(PublicReport.objects.values_list("pk", flat=True)) == kept
    client.force_login(builders.coordinator(district))
    said = "Der nächtliche Lauf hat gelöscht, was abgelaufen war: Gemeldete Barrieren und Inhalte (1)."
    assert said in client.get("/musterkiez/buero/protokoll/").text
    assert said in client.get("/musterkiez/buero/aufbewahrung/").text


def test_the_log_forgets_old_values_and_keeps_the_fields(district):
    changes = {"phone": {"before": "+493011", "after": "+493022"}, "email": {"before": "", "after": "p@example.org"}}
    record("organisation.edited", district, by=system_viewer("test"), changes=changes, basis="owner")
    record("unit.source_name_changed", district, by=system_viewer("test"), before="a", ref="b")
    AuditEntry.objects.update(at=timezone.now() - YEARS)
    record("organisation.edited", district, by=system_viewer("test"), changes=changes)
    assert forget.call()["values in the log"] == 2
    details = AuditEntry.objects.order_by("pk").values_list("detail", flat=True)
    assert list(details) == [{"basis": "owner", "fields": ["email", "phone"]}, {"ref": "b"}, {"changes": changes}]
    assert forget.call()["values in the log"] == 0


def test_names_of_the_invited_go_with_their_invitations(district):
    now = timezone.now()
    invitation = Invitation.objects.create(
        district=district, email="gast@example.org", role="editor", token_hash="x", invited_at=now - YEARS,
        expires_at=now - YEARS,
    )  # fmt: skip
    record("invitation.sent", invitation, by=system_viewer("test"), district=district)
    AuditEntry.objects.update(at=now - YEARS)
    forget.call()
    assert not Invitation.objects.exists()
    assert not AuditEntry.objects.filter(subject_label__contains="gast").exists()


def test_the_log_forgets_whom_old_deeds_concerned(district):
    shop = organisation("Blumen Probe")
    someone = contact(shop, district, name="Kim Kontakt")

    def tell():
        record("contact.noted", someone, by=system_viewer("test"), district=district, name=shop.name)
        record("steward.ended", shop, by=system_viewer("test"), district=district, person="Toni Trader")
        record("address.mark_lifted", district, by=system_viewer("test"), reason="left", note="Toni hat gefragt.")

    tell()
    AuditEntry.objects.update(at=timezone.now() - YEARS)
    tell()
    assert forget.call()["values in the log"] == 3
    told = AuditEntry.objects.exclude(verb="data.forgotten").order_by("pk")
    said = list(told.values_list("subject_label", "detail"))
    assert said[:3] == [("", {"name": shop.name}), (shop.name, {}), (str(district), {"reason": "left"})]
    assert said[3:] == [
        ("Kim Kontakt", {"name": shop.name}),
        (shop.name, {"person": "Toni Trader"}),
        (str(district), {"reason": "left", "note": "Toni hat gefragt."}),
    ]
    assert forget.call()["values in the log"] == 0


def test_sessions_that_ran_out_go_at_night(client):
    client.force_login(person())
    over = Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - timedelta(days=1))
    assert forget.call()["sessions"] == 1
    assert not Session.objects.filter(pk=over.pk).exists()
    assert Session.objects.count() == 1


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_delivered_mails_go_after_a_month(days, left):
    mail = OutgoingMail.objects.create(message_id="1", to="p@example.org", sender="k@example.org", language="de")
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now() - timedelta(days=days))
    forget.call()
    assert OutgoingMail.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_a_mail_that_never_went_out_goes_after_a_month_and_is_not_sent_later(days, left, mailoutbox):
    mail = OutgoingMail.objects.create(message_id="1", to="p@example.org", sender="k@example.org", language="de")
    OutgoingMail.objects.filter(pk=mail.pk).update(written_at=timezone.now() - timedelta(days=days), text="Geheim")
    assert forget.call()["mails"] == 1 - left
    deliver.call(mail.pk)
    assert len(mailoutbox) == left
