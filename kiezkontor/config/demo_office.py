"""What only an office reads, in the demo: something of each kind, so that one sees who reads it and who does not."""

from datetime import timedelta

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.actions.consents import note_information
from kiezkontor.districts.actions.reports import receive_report
from kiezkontor.districts.models import District, PublicReport
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.organisations.actions.holds import set_hold
from kiezkontor.organisations.actions.relations import save_relation
from kiezkontor.organisations.actions.stewards import ask_for_entry
from kiezkontor.organisations.models import EntryRequest, LegalHold, Organisation, Relation
from kiezkontor.outreach.actions.contacts import Talk, log_contact
from kiezkontor.outreach.models import ContactEntry

NEWCOMER = {"name": "Nora Nachbarin", "email": "nora@kiezkontor.example"}


def load_office(district: District) -> None:
    """Nothing where nobody coordinates the district, or with less than three members; no step a second time."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    members = list(Organisation.objects.filter(memberships__district=district).order_by("pk")[:3])
    if role is None or len(members) < 3:
        return
    by = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    if not Relation.objects.filter(district=district).exists():
        note_relation(members, district, by=by)
    if not ContactEntry.objects.filter(district=district, is_confidential=True).exists():
        note_confidence(members[0], district, by=by)
    if not PublicReport.objects.filter(district=district).exists():
        report_barrier(district)
    if not EntryRequest.objects.filter(district=district).exists():
        say_whose_entry_it_is(district)
    if not LegalHold.objects.filter(district=district).exists():
        hold_support(district, by=by)
    if not AuditEntry.objects.filter(scope_id=district.pk, verb="data.told").exists():
        note_information(district, email=NEWCOMER["email"], way="pdf", by=by)
    mark_address(
        "keine-post@kiezkontor.example",
        Reason.DO_NOT_CONTACT,
        scope_id=district.pk,
        by=by,
        note="Am Telefon gesagt: bitte keine Post mehr.",
    )


def note_relation(members: list[Organisation], district: District, *, by: Viewer) -> None:
    _stationer, workshop, meeting_place = members
    save_relation(
        None,
        one=workshop,
        other=meeting_place,
        kind=Relation.Kind.COOPERATES_WITH,
        from_on=None,
        until_on=None,
        note="Repariert dort einmal im Monat Kinderräder.",
        district=district,
        by=by,
    )


def note_confidence(stationer: Organisation, district: District, *, by: Viewer) -> None:
    talk = Talk(
        on=timezone.localdate() - timedelta(days=15),
        channel="phone",
        minutes=25,
        topics=["rent"],
        worries=["rent"],
        concerns="Die Miete soll zum Sommer um ein Drittel steigen. Davon soll vorerst niemand wissen.",
        is_confidential=True,
    )
    log_contact(stationer, talk, district=district, by=by)


def hold_support(district: District, *, by: Viewer) -> None:
    set_hold(
        district,
        organisation=None,
        kind="support",
        reason="Der Verwendungsnachweis für dieses Jahr wird noch geprüft.",
        by=by,
    )


def report_barrier(district: District) -> None:
    receive_report(
        district,
        kind=PublicReport.Kind.BARRIER,
        message="Auf der Seite mit der Karte komme ich mit der Tastatur nicht zum Filter zurück.",
        by=VISITOR,
    )


def say_whose_entry_it_is(district: District) -> None:
    """Nothing where every entry is a member's."""
    others = Organisation.objects.filter(memberships=None, entries__district=district)
    shop = others.order_by("pk").first()
    if shop is None:
        return
    ask_for_entry(
        shop,
        district=district,
        by=VISITOR,
        standing=EntryRequest.Standing.OWNER,
        message="Ich habe den Laden im Frühjahr übernommen und möchte die Öffnungszeiten berichtigen.",
        **NEWCOMER,
    )
