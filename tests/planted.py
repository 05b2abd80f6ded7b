"""A district and a foreign one with one datum of each class the visibility table holds, under a word of its own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kiezkontor.accounts.rules.visibility import ENFORCED
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar import finding
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.desk.tests import builders as desk
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.districts.actions.consents import give_consent
from kiezkontor.districts.models import BrandDraft, Consent, Invitation, PublicReport
from kiezkontor.meetings.models import AgendaItem, MinutesVersion
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.members.models import Post
from kiezkontor.members.tests.builders import first_contact
from kiezkontor.notices.letters import Letter, as_data, pdf_of
from kiezkontor.notices.models import AddressMark, LetterRun
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.released import asked_for_list
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.rules.purposes import NEEDS_LETTERS
from kiezkontor.outreach.tests import builders as outreach
from kiezkontor.premises.models import Observation, Unit, UnitPhoto
from kiezkontor.premises.tests import builders as premises
from kiezkontor.voices.tests import builders as voices
from tests.planted_vacancies import plant_vacancies
from tests.test_access import World

# How the planted words begin, by which they are searched for, and how they end in the two districts.
START, HERE, THERE = "Sichtprobe", "hier", "dort"


def word(data_class: str, district: Any) -> str:
    """A word that stands nowhere but in this datum of this district."""
    return START + re.sub(r"[^a-z]", "", data_class.lower()) + (HERE if district.slug == "musterkiez" else THERE)


def address(data_class: str, district: Any) -> str:
    """The same as an e-mail address."""
    return f"{word(data_class, district).lower()}@example.org"


def entry_slug(pk: int) -> str:
    return Organisation.objects.get(pk=pk).slug


def letter_with(said: str) -> bytes:
    """A printed letter."""
    letter = Letter(
        to=[said],
        return_line="",
        info=[],
        subject="Brief",
        paragraphs=[],
        address="https://kiez.example/",
        qr_alt="Code",
        ways=[],
        code="",
        closing=[],
    )
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    return pdf_of([as_data(letter)], title="Briefe", sender="Büro", foot="", language="de", made_at=made_at)


class Planted(World):
    """The world of the access table with one datum of each enforced class in both districts."""

    def __init__(self) -> None:
        self.alone: dict[int, int] = {}
        super().__init__()
        refresh_entries(list(Organisation.objects.values_list("pk", flat=True)))

    def fill(self, district: Any) -> dict[str, dict[str, Any]]:
        known = super().fill(district)
        shop = self.shops[district.pk]
        say = {name: word(name, district) for name in ENFORCED}
        Organisation.objects.filter(pk=shop.pk).update(name=say["Published profiles"])
        self.plant_inventory(district, known["premises:"]["pk"], say)
        self.plant_people(district, shop, say)
        self.plant_office(district, shop, say)
        self.plant_about_entries(district, shop, say)
        self.plant_letters(district, say)
        self.plant_deeds(district, say)
        Event.objects.filter(district=district).update(title=say["Invitations, agenda"])
        finding.follow(list(Event.objects.filter(district=district).values_list("pk", flat=True)))
        Answer.objects.filter(slot__event__district=district).update(note=say["Here: registrations"])
        Post.objects.filter(organisation=shop).update(words=say["Here: notice board"])
        self.plant_voices(district, say)
        plant_minutes(district, say)
        plant_vacancies(district, say)
        first_contact(district).messages.update(words=say["Here: first contacts"])
        entry = {"slug": entry_slug(shop.pk), "token": "spent"}
        return known | {"directory:": entry, "api-v1:": entry, "districts:project": known["districts:project_"]}

    def plant_inventory(self, district: Any, unit: int, say: dict[str, str]) -> None:
        found = Unit.objects.get(pk=unit)
        found.position = say["Inventory: use"]
        found.save()
        seen = premises.observation(found, note=say["Inventory: notes"])
        Observation.objects.filter(pk=seen.pk).update(district=district)
        UnitPhoto.objects.filter(unit=found).update(caption=say["Inventory: notes"])

    def plant_people(self, district: Any, shop: Any, say: dict[str, str]) -> None:
        alone = organisations.organisation(f"Einzelne Person {district.slug}", is_sole_trader=True)
        self.alone[district.pk] = alone.pk
        Organisation.objects.filter(pk=alone.pk).update(email=f"{say['Here: withheld contact']}@example.org")
        premises.used(premises.unit(district), alone)
        Organisation.objects.filter(pk=alone.pk).update(
            do_not_contact_since=timezone.localdate(),
            do_not_contact_note=say["Here: who wants quiet"],
            do_not_contact_in=district,
        )
        hidden = ContentFile(organisations.picture(), name=f"{say['Here: hidden photos']}.jpg")
        organisations.photo(alone, image=hidden, is_public=False)
        organisations.contact(shop, district, name="Kim Kontakt", email=address("Here: contact people", district))
        member = organisations.contact(shop, district, email=f"{say['Member contacts']}@example.org", person=person())
        for asked in asked_for_list(district).values():
            give_consent(
                asked,
                member,
                said_by="Kim",
                channel=Consent.Channel.ONLINE,
                district=district,
                by=Viewer(system="test"),
            )

    def plant_office(self, district: Any, shop: Any, say: dict[str, str]) -> None:
        now = timezone.now()
        outreach.contact_entry(shop, district, concerns=say["Here: contact log"])
        outreach.contact_entry(shop, district, concerns=say["Here: confidential log"], is_confidential=True)
        outreach.support(shop, district, request=say["Here: support record"])
        outreach.interview(
            shop,
            district,
            answers={"wishes": say["Here: needs answers"], "skill_gaps": [say["Here: needs, sensitive"]]},
        )
        desk.task(district, say["Here: office tasks"])
        PublicReport.objects.create(
            district=district,
            kind="barrier",
            message=say["Here: public reports"],
            received_at=now,
            due_on=timezone.localdate(),
        )
        BrandDraft.objects.filter(district=district).update(
            **dict.fromkeys(("name", "image_text", "author", "rights"), say["Here: logo drafts"])
        )
        Invitation.objects.create(
            district=district,
            email=address("Here: team, invited", district),
            role=EDITOR,
            token_hash=say["Here: team, invited"],
            invited_at=now,
            expires_at=now,
        )

    def plant_about_entries(self, district: Any, shop: Any, say: dict[str, str]) -> None:
        partner = organisations.membership(organisations.organisation(), district).organisation
        organisations.relation(shop, partner, district, note=say["Here: relations"])
        organisations.merge(shop, district, absorbed_name=say["Here: merged entries"])
        organisations.entry_request(shop, district, message=say["Here: entry requests"])
        organisations.legal_hold(district, organisation=shop, reason=say["Here: legal holds"])

    def plant_letters(self, district: Any, say: dict[str, str]) -> None:
        runs = LetterRun.objects.filter(scope_id=district.pk)
        on_needs = runs.filter(purpose__startswith=NEEDS_LETTERS.partition(".")[0])
        on_needs.update(pdf=letter_with(say["Here: needs on paper"]))
        runs.filter(purpose__startswith="entry.").update(pdf=letter_with(say["Here: letters"]))
        AddressMark.objects.create(
            address=address("Here: mail of office", district), scope_id=district.pk, reason="bounced"
        )

    def plant_voices(self, district: Any, say: dict[str, str]) -> None:
        voices.published(
            district, shown_title=say["Here: voices"], words=say["Here: voices, inside"], shown_words="Gut."
        )
        voices.voice(district, words=say["Here: voices, inside"])

    def plant_deeds(self, district: Any, say: dict[str, str]) -> None:
        somebody = person(say["Audit log"])
        by = Viewer(person=somebody)
        record("district.changed", district, by=by, district=district)
        record(
            "data.told", district, by=by, district=district, email=address("Here: told of data", district), way="pdf"
        )
        record("security.passkey_added", somebody, by=by, name=say["Here: own sign-in"])


def plant_minutes(district: Any, say: dict[str, str]) -> None:
    for version in MinutesVersion.objects.filter(meeting__event__district=district):
        for item in version.content["items"]:
            item["minutes"] = say["Minutes" if item["is_closed"] else "Here: public minutes"]
        version.save()
    dealt_with = AgendaItem.objects.filter(meeting__event__district=district).order_by("-pk")[0]
    meetings.task(dealt_with, "Angebote holen", owner=say["Minutes"])


@contextmanager
def planted_once(blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """One for all tests of a module, which each roll back what they add to it."""
    with blocker.unblock(), transaction.atomic():
        yield Planted()
        transaction.set_rollback(True)
