"""Who is invited to events and may still be written to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import STEWARD_ROLES, Viewer
from kiezkontor.calendar.access import INVITED, led_by, may_lead, may_write, visible_to
from kiezkontor.calendar.access_bodies import BODIES, invited_to_body
from kiezkontor.calendar.models import Answer, Body, BodyMember, Event, Invitation
from kiezkontor.calendar.rules.inviting import LONGEST_NAME, Guest
from kiezkontor.calendar.rules.stages import PLANNED
from kiezkontor.districts.access_people import can_manage_people, roles_in
from kiezkontor.districts.models import District, Role
from kiezkontor.methods.street_names import street_key
from kiezkontor.notices.links import on_paper
from kiezkontor.notices.models import LetterRun
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.access_contacting import (
    contactable,
    has_asked_for_quiet,
    may_be_contacted,
    quiet_among,
)
from kiezkontor.organisations.making import slug_of
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.addresses import number_key, split_address

# Before the key of a body where it is chosen in a form.
OF_BODY = "body-"
# So many names are proposed for one that nobody has, and for so many of them.
MOST_GUESSED = 3
MOST_COMPARED = 200


def invitations_to(viewer: Viewer, event: Event) -> QuerySet[Invitation]:
    """Everybody who is invited with what they answered, for who makes events: organisations by name, then guests."""
    found = Invitation.objects.filter(event=event).select_related("organisation__category", "answer__slot__event")
    found = found.order_by(F("organisation__slug").asc(nulls_last=True), "name", "pk")
    return found if may_lead(viewer, event) else found.none()


def entries_named(viewer: Viewer, district: District, names: Collection[str]) -> dict[str, list[Organisation]]:
    """Entries the office may invite by name, without regard to case and accents; names nobody has are missing.

    Where several have a name, "Name, Karlstraße 7" means the one there.
    """
    heads = {name: name.rpartition(",")[0] for name in names if "," in name}
    slugs = {name: slug_of(name) for name in (*names, *heads.values())}
    entries: dict[str, list[Organisation]] = {}
    for each in organisations.visible_to(viewer, district).filter(slug__in=set(slugs.values())).distinct():
        entries.setdefault(each.slug, []).append(each)
    found = {name: entries[slugs[name]] for name in names if slugs[name] in entries}
    with_place = {name: entries[slugs[head]] for name, head in heads.items() if slugs[head] in entries}
    wanted = {name: those for name, those in with_place.items() if name not in found}
    streets = streets_of([each for those in wanted.values() for each in those], district)
    for name, those in wanted.items():
        key = place_key(name.rpartition(",")[2])
        if there := [each for each in those if place_key(streets.get(each.pk, "")) == key]:
            found[name] = there
    return found


def names_like(viewer: Viewer, district: District, names: Iterable[str]) -> dict[str, list[str]]:
    """For the first MOST_GUESSED of these names as many of entries that hold their longest word, the likest first."""
    found = organisations.visible_to(viewer, district)
    slugs = {name: slug_of(name) for name in islice(names, MOST_GUESSED)}
    alike = dict[str, list[str]]()
    for name, slug in slugs.items():
        if word := max(slug.split("-"), key=len):
            rows = found.filter(slug__contains=word).order_by("pk").values_list("slug", "name")[:MOST_COMPARED]
            alike[name] = likest(slug, rows)
    return alike


def likest(slug: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """The names of the MOST_GUESSED rows that are most like it, the likest first. rows: slug and name."""
    found = nlargest(MOST_GUESSED, rows, key=lambda row: SequenceMatcher(None, slug, row[0]).ratio())
    return [name for _slug, name in found]


@dataclass(frozen=True)
class Gathered:
    """People who are invited together. key: names them in forms."""

    key: str
    label: str
    people: Sequence[Guest]


def roles_in_bodies(viewer: Viewer, district: District) -> QuerySet[Role]:
    """Of who is in the board or another body today, by name, for who sees to the people of the district."""
    today = Role.objects.held_on(timezone.localdate()).filter(name__in=BODIES, person__is_active=True)
    return roles_in(viewer, district).filter(pk__in=today).order_by("person__name", "pk")


def people_of_bodies(viewer: Viewer, district: District) -> list[Gathered]:
    """Bodies by their own names, then by the roles in them; one without anybody today is missing. Three statements.

    Of those by name without deputies.
    """
    held = list(roles_in_bodies(viewer, district))
    members = BodyMember.objects.filter(body__district=district, deputy_of=None)
    seated = list(members.values_list("body", "person")) if held else []
    named = [
        Gathered(f"{OF_BODY}{body.pk}", str(body), guests_of(held, members=[pk for at, pk in seated if at == body.pk]))
        for body in bodies_of(viewer, district)
    ]
    by_role = [
        Gathered(name, str(Role.Name(name).label), guests_of([role for role in held if role.name == name]))
        for name in BODIES
    ]
    return [each for each in (*named, *by_role) if each.people]


def guests_of(held: Iterable[Role], *, members: Collection[int] | None = None) -> list[Guest]:
    """The people of these roles, each once. members: those that count; None where all do."""
    people = {role.person_id: role.person for role in held if members is None or role.person_id in members}
    return [Guest(str(person)[:LONGEST_NAME], person.email) for person in people.values()]


def bodies_of(viewer: Viewer, district: District) -> QuerySet[Body]:
    """By name, for who sees to the people of the district."""
    found = Body.objects.filter(district=district).select_related("district")
    return found if can_manage_people(viewer, district) else found.none()


def body_or_404(viewer: Viewer, district: District, pk: int) -> Body:
    return get_object_or_404(bodies_of(viewer, district), pk=pk)


def people_for_bodies(viewer: Viewer, district: District, body: Body | None = None) -> QuerySet[Person]:
    """Those a body may be made of, by name, and who is in this one although their role has ended."""
    found = Q(pk__in=roles_in_bodies(viewer, district).order_by().values("person"))
    if body:
        found |= Q(pk__in=body.members.values("pk"))
    return Person.objects.filter(found).order_by("name", "pk")


def key_of_body(name: str) -> int | None:
    """Of people who are invited together: which body they are, None where they are those of a role."""
    return int(name.removeprefix(OF_BODY)) if name.startswith(OF_BODY) else None


def members_of_body(body: Body) -> QuerySet[BodyMember]:
    """With whom they stand for, by name."""
    found = BodyMember.objects.filter(body=body).select_related("person", "deputy_of__person")
    return found.order_by("person__name", "pk")


def body_member_or_404(viewer: Viewer, district: District, pk: int) -> BodyMember:
    found = BodyMember.objects.filter(body__in=bodies_of(viewer, district))
    return get_object_or_404(found.select_related("body__district", "person"), pk=pk)


def may_have_deputy(member: BodyMember) -> QuerySet[BodyMember]:
    """In whose place this member may come: of the same body, who is no deputy; of nobody who has deputies."""
    found = members_of_body(member.body).filter(deputy_of=None).exclude(pk=member.pk)
    return found.none() if member.deputies.exists() else found


def ended_terms(viewer: Viewer, district: District, *, on: date) -> QuerySet[BodyMember]:
    """Members of bodies whose term is over, the longest ago first, for who sees to the people of the district."""
    found = BodyMember.objects.filter(body__in=bodies_of(viewer, district), term_until__lt=on)
    return found.select_related("body").order_by("term_until", "pk")


def body_invited_to(event: Event) -> Body | None:
    """The one body that is invited by its name; None where there is none, or where there are several."""
    found = list(Body.objects.filter(pk__in=invited_to_body(event).values("body")).order_by()[:2])
    return found[0] if len(found) == 1 else None


def streets_of(entries: Collection[Organisation], district: District) -> dict[int, str]:
    """Street and number of entries as they are written on letters, by key; who has none is missing."""
    ids = [each.pk for each in entries]
    return {pk: to.lines[0] for pk, to in organisations.postal_addresses(ids, district).items()} if ids else {}


def place_key(written: str) -> tuple[str, str]:
    street, number = split_address(written)
    return street_key(street), number_key(number)


def invitation_or_404(viewer: Viewer, event: Event, pk: int) -> Invitation:
    return get_object_or_404(invitations_to(viewer, event), pk=pk)


# Purpose of runs of letters that invite, before the key of the event.
LETTERS = "calendar.letters"


def purpose_of_letters(event: Event) -> str:
    return f"{LETTERS}.{event.pk}"


def letter_runs_to(viewer: Viewer, event: Event) -> QuerySet[LetterRun]:
    """Letters that invited to an event, without their files, the latest first."""
    found = LetterRun.objects.filter(scope_id=event.district_id, purpose=purpose_of_letters(event))
    return found.defer("pdf", "subjects") if may_lead(viewer, event) else found.none()


def letter_run_or_404(viewer: Viewer, district: District, pk: int) -> LetterRun:
    """One that invited to an event the viewer makes."""
    found = LetterRun.objects.filter(scope_id=district.pk, purpose__startswith=f"{LETTERS}.").defer("pdf", "subjects")
    run = get_object_or_404(found, pk=pk)
    event = int(run.purpose.removeprefix(f"{LETTERS}."))
    if not led_by(viewer, district).filter(pk=event).exists():
        raise Http404
    return run


def to_be_lettered(event: Event) -> QuerySet[Invitation]:
    """Whoever is invited without mail and has neither answered nor had a letter; of members a street is still to be
    found, guests have an address of their own.
    """
    found = event.invitations.filter(
        Q(organisation__isnull=False) | ~Q(postal=""), email="", lettered_at=None, answer=None
    )
    return found.select_related("organisation")


def invitation_on_paper(viewer: Viewer, district: District, text: str) -> Invitation | None:
    """The invitation whose code was typed, or whose square was scanned, whether or not it still opens something."""
    link = on_paper(text)
    if link is None or link.purpose != INVITED or link.scope_id != district.pk or not may_write(viewer, district):
        return None
    found = Invitation.objects.select_related("event__district", "organisation", "answer__slot")
    invitation = found.filter(pk=link.subject_id).first()
    return invitation if invitation and may_lead(viewer, invitation.event) else None


def reached_by_letter(invitations: Iterable[Invitation], district: District) -> set[int]:
    """Keys of those without mail who get letters: members with a street, and guests with a postal address."""
    without = [each for each in invitations if not each.email]
    ids = {each.organisation_id for each in without if each.organisation_id}
    found = contactable(Organisation.objects.filter(pk__in=ids))
    there = set(organisations.with_postal_address(found, district).values_list("pk", flat=True)) if ids else set()
    return {each.pk for each in without if each.organisation_id in there or each.postal}


def writes_for(viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """The organisations for which the viewer answers: whose entries they look after."""
    if viewer.person is None or viewer.roles_in(district).isdisjoint(STEWARD_ROLES):
        return Organisation.objects.none()
    return organisations.looked_after_by(viewer, district, on=timezone.localdate())


def own_invitations(viewer: Viewer, district: District) -> QuerySet[Invitation]:
    """Those to entries the viewer looks after and to their own address, to events not over; the next one first."""
    own = writes_for(viewer, district)
    if viewer.person is None:
        return Invitation.objects.none()
    theirs = Q(organisation__in=own) | Q(email__iexact=viewer.person.email, organisation=None)
    found = Invitation.objects.filter(theirs, event__district=district, event__ends_at__gte=timezone.now())
    found = found.exclude(event__stage=PLANNED).order_by("event__starts_at", "pk")
    found = found.select_related("event__district", "event__host", "organisation__category", "answer__slot")
    return found.prefetch_related("event__slots")


def event_or_404(viewer: Viewer, district: District, pk: int) -> tuple[Event, bool]:
    """One the viewer sees, and whether an invitation to it is theirs; one statement."""
    theirs = Exists(own_invitations(viewer, district).filter(event=OuterRef("pk")))
    seen = visible_to(viewer, district).select_related("district", "host", "series").annotate(is_invited=theirs)
    found = get_object_or_404(seen, pk=pk)
    return found, vars(found)["is_invited"]


def own_invitation_or_404(viewer: Viewer, district: District, pk: int) -> Invitation:
    return get_object_or_404(own_invitations(viewer, district), pk=pk)


def own_answers(viewer: Viewer, district: District) -> QuerySet[Answer]:
    """What the viewer answered without being invited, to events not over."""
    if viewer.person is None:
        return Answer.objects.none()
    theirs = Q(organisation__in=writes_for(viewer, district)) | Q(email__iexact=viewer.person.email)
    found = Answer.objects.filter(theirs, invitation=None, slot__event__district=district)
    found = found.filter(slot__event__ends_at__gte=timezone.now()).order_by("slot__event__starts_at", "pk")
    return found.select_related("slot__event__district", "slot__event__host").prefetch_related("slot__event__slots")


def own_answer_or_404(viewer: Viewer, district: District, pk: int) -> Answer:
    return get_object_or_404(own_answers(viewer, district), pk=pk)


def may_be_written_to(invitation: Invitation) -> bool:
    """Whether nobody of whoever is invited has asked not to be contacted, today."""
    district, organisation = invitation.event.district, invitation.organisation
    if organisation is not None and not may_be_contacted(organisation):
        return False
    if organisation is not None and has_asked_for_quiet(invitation.email, organisation, district):
        return False
    return invitation.email.lower() not in quiet_among([invitation.email], district)
