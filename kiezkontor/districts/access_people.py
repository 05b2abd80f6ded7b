"""Who works in a district, and who is invited to; for its coordination alone."""

import hashlib
from datetime import date
from typing import Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.districts.models import District, Invitation, Role

type InvitationState = Literal["open", "accepted", "withdrawn", "expired"]


def can_manage_people(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, COORDINATOR)


def roles_in(viewer: Viewer, district: District) -> QuerySet[Role]:
    """All roles ever given in the district, with their people; none for whoever may not manage them."""
    roles = Role.objects.filter(district=district).select_related("person")
    return roles if can_manage_people(viewer, district) else roles.none()


def role_or_404(viewer: Viewer, district: District, pk: int) -> Role:
    return get_object_or_404(roles_in(viewer, district), pk=pk)


def person_or_404(viewer: Viewer, district: District, pk: int) -> Person:
    """Someone who has or had a role in the district."""
    return get_object_or_404(Person, pk__in=roles_in(viewer, district).values("person"), id=pk)


def invitations_in(viewer: Viewer, district: District) -> QuerySet[Invitation]:
    invitations = Invitation.objects.filter(district=district).order_by("-invited_at", "-pk")
    return invitations if can_manage_people(viewer, district) else invitations.none()


def invitation_or_404(viewer: Viewer, district: District, pk: int) -> Invitation:
    return get_object_or_404(invitations_in(viewer, district), pk=pk)


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link belongs to, whatever became of it; None for a link nobody was sent."""
    found = Invitation.objects.select_related("district").defer("district__boundary")
    return found.filter(token_hash=hash_of(token)).first()


def is_known(invitation: Invitation) -> bool:
    """Whether the person invited has an account and told their name there."""
    return Person.objects.filter(email=invitation.email.lower()).exclude(name="").exists()


def person_who_accepted(invitation: Invitation) -> Person | None:
    """Whose role the accepted invitation is; None while it is open, and for a blocked account."""
    if invitation.accepted_at is None:
        return None
    return Person.objects.filter(email=invitation.email.lower(), is_active=True).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def state_of(invitation: Invitation) -> InvitationState:
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    return "open" if timezone.now() < invitation.expires_at else "expired"


def own_roles(viewer: Viewer, *, on: date) -> list[Role]:
    """What the viewer holds on a day or will hold, by district, the running roles first; none for a visitor."""
    if viewer.person is None:
        return []
    held = Role.objects.filter(person=viewer.person).exclude(until_on__lte=on)
    found = held.select_related("district").defer("district__boundary").order_by("from_on", "pk")
    return sorted(found, key=lambda role: (role.district.name, role.district_id, role.from_on > on))


def own_role_or_404(viewer: Viewer, pk: int, *, name: str, on: date) -> Role:
    """A role of this name that the viewer holds on a day."""
    held = Role.objects.held_on(on).filter(person=viewer.person, name=name).select_related("person", "district")
    return get_object_or_404(held, pk=pk)


def coordinators_on(district: District, day: date) -> QuerySet[Role]:
    """The coordination of the district on a day, by people who may sign in."""
    return Role.objects.held_on(day).filter(district=district, name=COORDINATOR, person__is_active=True)
