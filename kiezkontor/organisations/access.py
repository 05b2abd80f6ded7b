"""Which organisations a district's office sees and may change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, FIELD_WORKER, Viewer
from kiezkontor.districts.models import Consent, District
from kiezkontor.districts.requests import SiteRequest
from kiezkontor.notices.models import LetterRun, PersonalLink
from kiezkontor.organisations.models import (
    Contact,
    EntryDraft,
    EntryRequest,
    FieldClaim,
    LegalHold,
    Membership,
    Organisation,
    Photo,
    Steward,
)
from kiezkontor.organisations.released import PUBLISH
from kiezkontor.organisations.rules.purposes import ABOUT_ENTRIES, ACCESS, PURPOSES
from kiezkontor.shared.bulk import among_many

# The kind of data in the plan of retention that people at organisations are.
PEOPLE = "people"


def spells() -> Any:
    """The uses of units. Premises stand above this area, so their relation is followed by its name."""
    return Organisation._meta.get_field("spells").related_model._default_manager


def in_houses_of(district: District) -> Q:
    """The condition on uses: in a house that lies in the district or was added to it by hand."""
    decided = ("computed", "included")
    return Q(unit__building__districtbuilding__district=district, unit__building__districtbuilding__decided__in=decided)


def present_ids(district: District, *, on: date) -> Any:
    """The ids of organisations that use a unit of the district on a day, for use in a filter."""
    return spells().current_on(on).filter(in_houses_of(district)).values("occupants")


def ids_here(district: District, *, on: date) -> set[int]:
    """Who uses a unit of the district or belongs to its network on a day; asked for at once, in one statement."""
    members = Membership.objects.valid_on(on).filter(district=district).order_by().values_list("organisation")
    present = present_ids(district, on=on).order_by().values_list("occupants")
    return {pk for (pk,) in present.union(members).order_by() if pk}


def unconfirmed_here(viewer: Viewer, district: District, *, on: date) -> QuerySet[Organisation]:
    """Who is here on a day and was never confirmed, for the office; one statement, to be asked once."""
    members = Membership.objects.valid_on(on).filter(district=district).values("organisation")
    present = present_ids(district, on=on).filter(occupants__isnull=False)
    here = Organisation.objects.filter(Q(pk__in=present) | Q(pk__in=members), confirmed_on=None)
    return here if viewer.is_office_of(district) else here.none()


def known_to(district: District) -> QuerySet[Organisation]:
    """Organisations that are or were in a unit of the district, or in its network."""
    here = spells().filter(in_houses_of(district), occupants__isnull=False).values("occupants")
    members = Membership.objects.filter(district=district).values("organisation")
    return Organisation.objects.filter(Q(pk__in=here) | Q(pk__in=members))


def in_state(
    organisations: QuerySet[Organisation], district: District, state: str, *, on: date
) -> QuerySet[Organisation]:
    """Those of the organisations that are unconfirmed, confirmed, members, without_hours or gone on a day.

    Here is who uses a unit of the district or belongs to its network; gone is everybody else. An empty or unknown
    state asks for all who are here. Who is here is looked up at once, because lists ask for it several times.
    """
    if state == "members":
        members = Membership.objects.valid_on(on).filter(district=district).values("organisation")
        return organisations.filter(pk__in=members)
    here = among_many("pk", ids_here(district, on=on))
    if state == "gone":
        return organisations.exclude(here)
    narrower = {
        "unconfirmed": Q(confirmed_on__isnull=True),
        "confirmed": Q(confirmed_on__isnull=False),
        "without_hours": Q(opening_hours=""),
    }
    return organisations.filter(here).filter(narrower.get(state, Q()))


def listed_in(viewer: Viewer, district: District, state: str, *, on: date) -> QuerySet[Organisation]:
    """As `in_state`, of what the office of the district works on: who is here is known to it without asking again."""
    if not viewer.is_office_of(district):
        return Organisation.objects.none()
    known = known_to(district) if state in {"gone", "members"} else Organisation.objects.all()
    return in_state(known, district, state, on=on)


def by_name(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """By name, those without one last. The slug is the name without case and accents: databases agree on its order."""
    return found.order_by(Case(When(slug="", then=1), default=0), "slug", "pk")


def visible_to(viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """What the office of the district works on; nothing for anybody else."""
    return known_to(district) if viewer.is_office_of(district) else Organisation.objects.none()


def or_404(viewer: Viewer, district: District, pk: int) -> Organisation:
    return get_object_or_404(visible_to(viewer, district).select_related("category"), pk=pk)


def may_see_photo_file(request: HttpRequest, path: str) -> bool | None:
    """Whether whoever asks may see the file of a photo that is not public; None for every other file."""
    hidden = Photo.objects.filter(Q(image=path) | Q(thumbnail=path), is_public=False).first()
    if hidden is None:
        return None
    viewer: Viewer = cast(SiteRequest, request).viewer
    if viewer.is_operator:
        return True
    if viewer.person is None:
        return False
    own = Steward.objects.valid_on(timezone.localdate()).filter(person=viewer.person)
    if own.filter(organisation=hidden.organisation_id).exists():
        return True
    offices = District.objects.filter(pk__in=viewer.roles)
    return any(visible_to(viewer, office).filter(pk=hidden.organisation_id).exists() for office in offices)


def photo_or_404(organisation: Organisation, pk: int) -> Photo:
    return get_object_or_404(Photo, organisation=organisation, pk=pk)


def memberships_of(organisation: Organisation, district: District) -> QuerySet[Membership]:
    """Its memberships in the district's network, the latest first."""
    return Membership.objects.filter(organisation=organisation, district=district).order_by("-from_on", "-pk")


def members_on(day: date, district: District) -> QuerySet[Organisation]:
    valid = Membership.objects.valid_on(day).filter(district=district)
    return Organisation.objects.filter(pk__in=valid.values("organisation"))


def membership_or_404(organisation: Organisation, district: District, pk: int) -> Membership:
    return get_object_or_404(memberships_of(organisation, district), pk=pk)


def claims_of(organisation: Organisation) -> QuerySet[FieldClaim]:
    """Which of its fields people gave or confirmed, and who entered that."""
    return FieldClaim.objects.filter(organisation=organisation).select_related("entered_by").order_by("field")


def can_edit(viewer: Viewer, district: District) -> bool:
    """Coordination and public relations edit entries; an inventory walk records what it sees at the unit."""
    return viewer.has_role(district, COORDINATOR, EDITOR)


def can_open_units(viewer: Viewer, district: District) -> bool:
    """Inventory is kept by coordination and inventory walks; others see the address alone."""
    return viewer.has_role(district, COORDINATOR, FIELD_WORKER)


@dataclass(frozen=True)
class Address:
    """Where an organisation is today: unit is the id of the unit, text "Karlstraße 12" or empty."""

    organisation: int
    unit: int
    text: str


def with_house(uses: QuerySet[Any], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Street and house number of uses ("" where none is known), each followed by the columns asked for; one query.

    The address of the house goes before what the source printed at the unit.
    """
    linked, written = (
        ("unit__address__street__name", "unit__address__number"),
        ("unit__street_name", "unit__house_number"),
    )
    for street, number, written_street, written_number, *asked in uses.values_list(*linked, *written, *columns):
        yield street or written_street, number or written_number, *asked


def units_of(organisation: Organisation, district: District) -> list[Address]:
    """The units of the district the organisation uses today, by address."""
    return addresses_by_organisation([organisation.pk], district).get(organisation.pk, [])


def addresses_of(organisations: list[Organisation], district: District) -> dict[int, list[Address]]:
    """The same for many organisations, by their id; one query."""
    return addresses_by_organisation([each.pk for each in organisations], district)


def addresses_by_organisation(ids: list[int], district: District) -> dict[int, list[Address]]:
    """Where these organisations are in the district today, by street; one that is nowhere is missing."""
    here = spells().current_on(timezone.localdate()).filter(in_houses_of(district), occupants__in=ids)
    found: dict[int, list[Address]] = {}
    for street, number, pk, unit in with_house(here, "occupants", "unit"):
        found.setdefault(pk, []).append(Address(pk, unit, f"{street} {number}".strip()))
    for addresses in found.values():
        addresses.sort(key=lambda address: (address.text, address.unit))
    return found


def looked_after_by(viewer: Viewer, district: District, *, on: date) -> QuerySet[Organisation]:
    """The organisations of the district whose entries the viewer looks after on a day, by name; the operator all."""
    if viewer.is_operator:
        return known_to(district)
    if viewer.person is None:
        return Organisation.objects.none()
    held = Steward.objects.valid_on(on).filter(person=viewer.person).values("organisation")
    return known_to(district).filter(pk__in=held)


def own_or_404(viewer: Viewer, district: District, pk: int) -> Organisation:
    own = looked_after_by(viewer, district, on=timezone.localdate())
    return get_object_or_404(own.select_related("category"), pk=pk)


def stewards_of(organisation: Organisation, *, on: date) -> QuerySet[Steward]:
    return Steward.objects.valid_on(on).filter(organisation=organisation).select_related("person")


def steward_or_404(organisation: Organisation, pk: int) -> Steward:
    return get_object_or_404(stewards_of(organisation, on=timezone.localdate()), pk=pk)


def contacts_of(organisation: Organisation, district: District) -> QuerySet[Contact]:
    """Whom the district's office talks to there; other districts' contacts do not exist."""
    return Contact.objects.filter(organisation=organisation, district=district)


def reached_by(
    addresses: Iterable[str], found: QuerySet[Organisation], district: District, *, on: date
) -> set[tuple[int, str]]:
    """Which of these organisations an address leads to: its own, of who looks after the entry or is known there.

    Returns their keys, each with the address in small letters. One statement.
    """
    small = {address.lower() for address in addresses if address}
    places: list[tuple[QuerySet[Any], str, str]] = [
        (found, "pk", "email"),
        (Steward.objects.valid_on(on).filter(organisation__in=found), "organisation", "person__email"),
        (Contact.objects.filter(district=district, organisation__in=found), "organisation", "email"),
    ]
    own, *others = (
        rows.annotate(address=Lower(column)).filter(address__in=small).order_by().values_list(key, "address")
        for rows, key, column in places
    )
    return set(own.union(*others).order_by())


def contact_or_404(organisation: Organisation, district: District, pk: int) -> Contact:
    return get_object_or_404(contacts_of(organisation, district), pk=pk)


def requests_in(viewer: Viewer, district: District) -> QuerySet[EntryRequest]:
    """Who asks to look after an entry, for whoever may grant it; the open ones first."""
    if not can_edit(viewer, district):
        return EntryRequest.objects.none()
    waiting = Case(When(decision=EntryRequest.Decision.OPEN, then=0), default=1)
    return (
        EntryRequest.objects.filter(district=district)
        .select_related("organisation", "decided_by")
        .order_by(waiting, "-asked_at", "-pk")
    )


def waiting_requests(viewer: Viewer, district: District) -> QuerySet[EntryRequest]:
    return requests_in(viewer, district).filter(decision=EntryRequest.Decision.OPEN)


def request_or_404(viewer: Viewer, district: District, pk: int) -> EntryRequest:
    return get_object_or_404(requests_in(viewer, district), pk=pk)


def open_links(organisation: Organisation, district: District) -> QuerySet[PersonalLink]:
    """Links and codes with which somebody still may come to the entry."""
    return PersonalLink.objects.filter(
        purpose__in=PURPOSES | {ACCESS},
        scope_id=district.pk,
        subject_id=organisation.pk,
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    )


def with_draft(found: QuerySet[PersonalLink]) -> QuerySet[PersonalLink]:
    """Those of the links whose holders corrected something and have not approved it yet, the latest first."""
    return found.filter(pk__in=EntryDraft.objects.values("link")).order_by("-pk")


def known_or_404(district: District, pk: int) -> Organisation:
    """For the holder of a personal link, which names the organisation."""
    return get_object_or_404(known_to(district).select_related("category"), pk=pk)


def holds_of(viewer: Viewer, district: District) -> QuerySet[LegalHold]:
    """What the district must keep, and had to keep, for its coordination; the latest first."""
    holds = LegalHold.objects.filter(district=district).select_related("organisation", "set_by", "ended_by")
    return holds if viewer.has_role(district, COORDINATOR) else holds.none()


def hold_or_404(viewer: Viewer, district: District, pk: int) -> LegalHold:
    return get_object_or_404(holds_of(viewer, district), pk=pk)


def valid_holds() -> list[LegalHold]:
    """All that hold today, for the deletion at night."""
    return list(LegalHold.objects.valid())


def holds_on(organisation: Organisation, district: District, *, kind: str) -> QuerySet[LegalHold]:
    """What forbids for now to delete data of an organisation that are of this kind."""
    about = Q(organisation=organisation) | Q(organisation=None)
    return LegalHold.objects.valid().filter(about, district=district, kind__in=("", kind))


def name_behind(link: PersonalLink, organisation: Organisation, district: District) -> str:
    """Whose mailbox a personal link went to, as far as the office knows; "" where it does not."""
    if not link.email:
        return ""
    known = contacts_of(organisation, district).filter(email__iexact=link.email).values_list("name", flat=True)
    people = Person.objects.filter(email=link.email.lower()).values_list("name", flat=True)
    return next((name for name in (*known[:1], *people[:1]) if name), "")


@dataclass(frozen=True)
class PostalAddress:
    """Where a letter goes. place: "12049 Berlin"."""

    street: str
    number: str
    place: str

    @property
    def lines(self) -> list[str]:
        return [f"{self.street} {self.number}".strip(), self.place]


def with_postal_address(found: QuerySet[Organisation], district: District) -> QuerySet[Organisation]:
    """Those of them that letters reach in the district."""
    here = spells().current_on(timezone.localdate()).filter(in_houses_of(district), occupants__isnull=False)
    known = Q(unit__address__street__isnull=False) | ~Q(unit__street_name="")
    return found.filter(pk__in=here.filter(known).order_by().values("occupants"))


def postal_addresses(ids: list[int], district: District) -> dict[int, PostalAddress]:
    """Where organisations get letters, by their id; who has no street in the district is missing. One query."""
    here = spells().current_on(timezone.localdate()).filter(in_houses_of(district), occupants__in=ids)
    columns = ("unit__address__postcode", "unit__postcode", "unit__address__city", "unit__city")
    found: dict[int, PostalAddress] = {}
    for street, number, pk, postcode, written_postcode, city, written_city in with_house(
        here.order_by("unit"), "occupants", *columns
    ):
        if street and pk not in found:
            place = f"{postcode or written_postcode} {city or written_city or district.municipality}".strip()
            found[pk] = PostalAddress(street, number, place)
    return found


def letter_runs_of(viewer: Viewer, district: District) -> QuerySet[LetterRun]:
    """Letters about entries made for the district, without their files; for whoever edits entries."""
    runs = LetterRun.objects.filter(scope_id=district.pk, purpose__startswith=ABOUT_ENTRIES).defer("pdf", "subjects")
    return runs if can_edit(viewer, district) else runs.none()


def letter_run_or_404(viewer: Viewer, district: District, pk: int) -> LetterRun:
    return get_object_or_404(letter_runs_of(viewer, district).select_related("made_by"), pk=pk)


def has_account(email: str) -> bool:
    return bool(email) and Person.objects.filter(email=email.lower()).exists()


def consents_to_publish(organisation: Organisation, district: District) -> bool:
    """Whether a sole trader's consent is valid that contact data are shown."""
    about = {"subject_type": organisation._meta.label_lower, "subject_id": organisation.pk}
    return Consent.objects.valid().filter(district=district, purpose=PUBLISH, **about).exists()
