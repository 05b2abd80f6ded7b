"""Giving and ending roles, and inviting people to take one."""

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.access_people import InvitationState, coordinators_on, hash_of, state_of
from kiezkontor.districts.models import District, Invitation, Role
from kiezkontor.districts.roles_in_words import may
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import installation_path

INVITATION_DAYS = 14


@transaction.atomic
def give_role(
    person: Person, *, district: District, name: str, from_on: date, until_on: date | None = None, by: Viewer
) -> Role:
    """Give someone a role from a day on; refuses a second one of the same name at the same time."""
    lock_roles_of(district)
    if until_on is not None and until_on <= from_on:
        raise ActionRefused(_("The role would end before it begins. Please give a later day."), field="until_on")
    same = Role.objects.filter(person=person, district=district, name=name)
    if until_on is not None:
        same = same.filter(from_on__lt=until_on)
    if same.filter(Q(until_on__isnull=True) | Q(until_on__gt=from_on)).exists():
        raise ActionRefused(_("This person already holds this role in that period."), field="name")
    role = Role.objects.create(person=person, district=district, name=name, from_on=from_on, until_on=until_on)
    until = until_on.isoformat() if until_on else None
    record("role.given", person, by=by, district=district, role=name, from_on=from_on.isoformat(), until_on=until)
    return role


@transaction.atomic
def end_role(pk: int, *, until_on: date, by: Viewer) -> Role:
    """End a role: on `until_on` it is no longer held. One that has not begun by then is taken back altogether.

    Refuses to leave the district without coordination from that day on.
    """
    role = Role.objects.select_related("district", "person").get(pk=pk)
    lock_roles_of(role.district)
    role.refresh_from_db(fields=["until_on"])
    if role.until_on is not None and role.until_on <= until_on:
        raise ActionRefused(_("This role has ended on that day already."), field="until_on")
    if role.name == COORDINATOR:
        refuse_without_coordination(role, until_on)
    if until_on <= role.from_on:
        record("role.withdrawn", role.person, by=by, district=role.district, role=role.name)
        role.delete()
        return role
    role.until_on = until_on
    role.save(update_fields=["until_on"])
    record("role.ended", role.person, by=by, district=role.district, role=role.name, until_on=until_on.isoformat())
    return role


def refuse_without_coordination(role: Role, until_on: date) -> None:
    others = coordinators_on(role.district, until_on).exclude(pk=role.pk)
    if not others.filter(Q(until_on__isnull=True) | Q(until_on__gt=until_on)).exists():
        raise ActionRefused(
            _(
                "Nobody else would coordinate this district from that day on, so the role was not ended. "
                "Please give the coordination to another person first."
            )
        )


def lock_roles_of(district: District) -> None:
    """Two people changing roles of one district at once wait for each other."""
    District.objects.select_for_update(no_key=True).only("pk").get(pk=district.pk)


@transaction.atomic
def invite(
    email: str, *, district: District, role: str, name: str = "", language: str = "de", by: Viewer
) -> tuple[Invitation, str]:
    """Offer a role to an address by mail; returns the invitation and the token of its link, which is not stored.

    Refuses an address that holds the role already or has an open invitation to it.
    """
    email = email.strip().lower()
    lock_roles_of(district)
    now = timezone.now()
    today = timezone.localdate()
    if Role.objects.held_on(today).filter(person__email=email, district=district, name=role).exists():
        raise ActionRefused(_("The person with this address already holds this role."), field="email")
    pending = Invitation.objects.filter(district=district, email=email, role=role)
    if any(state_of(each) == "open" for each in pending):
        raise ActionRefused(
            _("This address has an open invitation to this role. Withdraw it first to send a new one."), field="email"
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        district=district,
        email=email,
        name=name.strip(),
        role=role,
        token_hash=hash_of(token),
        invited_by=by.person,
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record("invitation.sent", invitation, by=by, district=district, role=role)
    with override(language):
        link = settings.INSTALLATION_URL.rstrip("/") + installation_path("invitations:accept", token=token)
        reach = may(role)
    mail = send_after_commit(
        email,
        "districts/mail/invitation_subject.txt",
        "districts/mail/invitation.txt",
        {
            "invitation": invitation,
            "district": district,
            "link": link,
            "inviter": by.label,
            "days": INVITATION_DAYS,
            "may": reach,
        },
        sender=sender_of(district),
        language=language,
        message_id=f"invitation-{invitation.pk}-{invitation.token_hash[:16]}",
    )
    if mail.withheld:
        raise ActionRefused(
            _("This address takes no mail or wishes none, so nobody was invited. The page “Mail” says more."),
            field="email",
        )
    return invitation, token


@transaction.atomic
def withdraw_invitation(pk: int, *, by: Viewer) -> Invitation:
    """Make the link of an invitation worthless; refuses one that was accepted."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=pk)
    if invitation.accepted_at is not None:
        raise ActionRefused(_("This invitation was accepted already. End the role instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record("invitation.withdrawn", invitation, by=by, district=invitation.district, role=invitation.role)
    return invitation


@transaction.atomic
def accept_invitation(pk: int, *, name: str = "", language: str = "de") -> Person:
    """Take the offered role from today on; makes the person's account where the address has none yet.

    Whoever holds the link has proven the address, so the account needs no further check.
    Refuses an invitation that was used, withdrawn or has expired, and one to a blocked account.
    """
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=pk)
    state = state_of(invitation)
    if state != "open":
        raise ActionRefused(sentence_for(state))
    person = Person.objects.filter(email=invitation.email.lower()).first()
    if person is None:
        person = Person.objects.create_user(invitation.email, name=name or invitation.name, language=language)
    if not person.is_active:
        raise ActionRefused(_("This access is blocked. The office of your district knows more."))
    if name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    viewer = Viewer(person=person)
    today = timezone.localdate()
    district = invitation.district
    if not Role.objects.held_on(today).filter(person=person, district=district, name=invitation.role).exists():
        give_role(person, district=district, name=invitation.role, from_on=today, by=viewer)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record("invitation.accepted", invitation, by=viewer, district=district, role=invitation.role)
    return person


@transaction.atomic
def make_operator(email: str, *, name: str = "", by: Viewer) -> Person:
    """Let a person administer the installation; makes the account where the address has none. Refuses a blocked one."""
    person = Person.objects.select_for_update().filter(email=email.strip().lower()).first()
    if person is None:
        person = Person.objects.create_user(email, name=name)
    if not person.is_active:
        raise ActionRefused(_("This access is blocked, so it was not changed."))
    if not person.is_operator:
        person.is_operator = True
        person.save(update_fields=["is_operator"])
        record("person.made_operator", person, by=by)
    return person


def sentence_for(state: InvitationState) -> str:
    """Why an invitation can no longer be accepted, and what to do."""
    if state == "accepted":
        return _("This invitation was accepted already. You can simply sign in with your e-mail address.")
    if state == "withdrawn":
        return _("This invitation was withdrawn. If you think this is a mistake, please ask the office.")
    return _("This invitation has expired. Please ask the office for a new one.")


def invitations_over(before: datetime) -> QuerySet[Invitation]:
    """Invitations that ended before that moment, whether they were taken or not."""
    return Invitation.objects.filter(expires_at__lt=before)
