"""How people come to look after an entry: invited to a prepared one, on request, or with the code of a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import SOCIAL_CARRIER, TRADER, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.consents import Asked, give_consent, withdraw_consents
from kiezkontor.districts.actions.roles import give_role, lock_roles_of
from kiezkontor.districts.models import Consent, District, Role
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations import access
from kiezkontor.organisations.access_contacting import has_asked_for_quiet, may_be_contacted
from kiezkontor.organisations.actions import drafts
from kiezkontor.organisations.actions.editing import EDITABLE, claim, confirm_organisation, values_of
from kiezkontor.organisations.actions.informing import note_informed
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.models import Contact, DataNotice, EntryRequest, FieldClaim, Organisation, Steward
from kiezkontor.organisations.released import PUBLISH, asked_for_list
from kiezkontor.organisations.rules.purposes import ACCESS, ACCESS_DAYS, CLAIMED, INVITED, LETTER, LINK_DAYS
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address

WAYS: Mapping[str, Steward.Way] = {
    INVITED: Steward.Way.INVITED,
    CLAIMED: Steward.Way.CLAIMED,
    LETTER: Steward.Way.LETTER,
    ACCESS: Steward.Way.LETTER,
}
PUBLIC_CONTACT = ("phone", "email", "website")


@dataclass(frozen=True)
class Approval:
    """What somebody says of a prepared entry. said_by: their name.

    publish: the consent that data which name a person, a sole trader's, are shown; None where it was not given.
    language: of the account that is made for whoever wants_access, whose mailbox the link has proven.
    """

    said_by: str
    publish: Asked | None = None
    wants_access: bool = False
    language: str = "de"


@transaction.atomic
def invite_to_entry(
    organisation: Organisation,
    *,
    email: str,
    name: str = "",
    language: str = "de",
    purpose: str = INVITED,
    district: District,
    by: Viewer,
) -> links.NewLink:
    """Send somebody a link to the prepared entry: see, correct, approve. Earlier ones to the address end.

    What was corrected with an earlier one and not approved yet goes on with the new one. Refuses where nobody may
    be contacted.
    """
    email = email.strip().lower()
    refuse_where_contact_is_stopped(organisation)
    if has_asked_for_quiet(email, organisation, district):
        raise ActionRefused(_("This person does not want to be contacted, so nothing was sent."), field="email")
    earlier = access.open_links(organisation, district).filter(email=email)
    drafting = access.with_draft(earlier).first()
    links.withdraw(earlier)
    made = links.make_link(purpose, organisation.pk, days=LINK_DAYS, scope_id=district.pk, email=email)
    if drafting is not None:
        drafts.hand_on(drafting, made.link)
    with override(language):
        address = district_address(district.slug, "organisations:prepared", made.token)
        privacy = district_address(district.slug, "organisations:data_notice")
    mail = send_after_commit(
        email,
        "organisations/mail/invitation_subject.txt",
        "organisations/mail/invitation.txt",
        {
            "organisation": organisation,
            "district": district,
            "name": name,
            "inviter": by.person,
            "link": address,
            "days": LINK_DAYS,
            "asked_for_it": purpose == CLAIMED,
            "privacy": privacy,
        },
        sender=sender_of(district),
        language=language,
        message_id=f"entry-{made.link.pk}-{made.link.token_hash[:16]}",
    )
    if mail.withheld:
        raise ActionRefused(
            _("This address gets no mail from us: mail came back from there, or it wants none. Nothing was sent."),
            field="email",
        )
    record("organisation.invited", organisation, by=by, district=district)
    note_informed([organisation.pk], way=DataNotice.Way.MAIL, on=timezone.localdate(), district=district, by=by)
    return made


def refuse_where_contact_is_stopped(organisation: Organisation) -> None:
    if not may_be_contacted(organisation):
        raise ActionRefused(
            _("This organisation does not want to be contacted, so nothing was sent. That beats everything else.")
        )


@transaction.atomic
def withdraw_links(organisation: Organisation, *, district: District, by: Viewer) -> int:
    """Make all open links to an entry worthless; returns how many."""
    count = links.withdraw(access.open_links(organisation, district))
    if count:
        record("organisation.links_withdrawn", organisation, by=by, district=district, count=count)
    return count


@transaction.atomic
def approve(link: PersonalLink, *, approval: Approval, district: District) -> Person | None:
    """The holder of a link finds the entry right, with what they corrected: all is the owner's word, confirmed today.

    The link is used up by it. Returns who looks after the entry from now on, where that was wanted and the link went to
    a mailbox. Refuses a link that is not open any more, a blocked account, and corrections of fields that somebody else
    has changed meanwhile; then nothing happened.
    """
    link = links.locked(link)
    refuse_what_is_over(link)
    by = Viewer(holder=approval.said_by)
    drafts.publish_draft(link, district=district, by=by)
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=link.subject_id)
    stored = values_of(organisation)
    said = [name for name in EDITABLE if stored[name] not in ("", None, [], False)]
    claim(organisation, said, basis=FieldClaim.Basis.OWNER, said_on=timezone.localdate(), by=by)
    if organisation.is_sole_trader:
        publish_contact(organisation, approval.publish, said_by=approval.said_by, district=district, by=by)
    confirm_organisation(organisation.pk, district=district, by=by)
    links.use(link)
    links.withdraw(access.open_links(organisation, district).filter(purpose=LETTER))
    if not (approval.wants_access and link.email):
        return None
    way = WAYS.get(link.purpose, Steward.Way.INVITED)
    name, language = approval.said_by, approval.language
    return become_steward(link.email, organisation, way=way, name=name, language=language, district=district)


@transaction.atomic
def confirm_from_paper(link: PersonalLink, organisation: Organisation, *, district: District, by: Viewer) -> None:
    """A letter came back that says that everything is right; its code is used up by it."""
    link = links.locked(link)
    confirm_organisation(organisation.pk, district=district, by=by)
    if links.state_of(link) == "open":
        links.use(link)


@transaction.atomic
def publish_contact(
    organisation: Organisation,
    asked: Asked | None,
    *,
    said_by: str,
    channel: Consent.Channel = Consent.Channel.ONLINE,
    district: District,
    by: Viewer,
) -> None:
    """Whether telephone, e-mail and website of a sole trader may be shown: consent as asked; None takes it back.

    The fields it covers say so; without it they are the owner's word and stay inside.
    """
    if asked is None:
        withdraw_consents([PUBLISH], organisation, channel=channel, district=district, by=by)
        basis = FieldClaim.Basis.OWNER
    else:
        give_consent(asked, organisation, said_by=said_by, channel=channel, district=district, by=by)
        basis = FieldClaim.Basis.CONSENT
    given = [name for name in PUBLIC_CONTACT if getattr(organisation, name)]
    claim(organisation, given, basis=basis, said_on=timezone.localdate(), by=by)
    FieldClaim.objects.filter(organisation=organisation, basis=FieldClaim.Basis.CONSENT).exclude(
        field__in=given if asked else []
    ).update(basis=FieldClaim.Basis.OWNER)
    tell_organisations_changed([organisation.pk])


def refuse_what_is_over(link: PersonalLink) -> None:
    if links.state_of(link) != "open":
        raise ActionRefused(_("This link is not valid any more. Please ask the office for a new one."))


@transaction.atomic
def become_steward(
    email: str,
    organisation: Organisation,
    *,
    way: Steward.Way,
    name: str = "",
    language: str = "de",
    district: District,
) -> Person:
    """Give whoever has this mailbox an access and let them look after the entry from today on.

    The address must be proven by now. Refuses a blocked account.
    """
    lock_roles_of(district)
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        person = Person.objects.create_user(email, name=name, language=language)
    if not person.is_active:
        raise ActionRefused(_("This access is blocked. The office of your district knows more."))
    today = timezone.localdate()
    by = Viewer(person=person)
    if not Steward.objects.valid_on(today).filter(person=person, organisation=organisation).exists():
        Steward.objects.create(person=person, organisation=organisation, way=way, from_on=today)
        record("steward.begun", organisation, by=by, district=district, way=str(way))
    role = SOCIAL_CARRIER if organisation.is_carrier else TRADER
    if not Role.objects.held_on(today).filter(person=person, district=district, name=role).exists():
        give_role(person, district=district, name=role, from_on=today, by=by)
    return person


@transaction.atomic
def end_stewardship(steward: Steward, *, district: District, by: Viewer) -> None:
    """From today on the person no longer looks after the entry, and members no longer see their line for it.

    Roles stay: they are ended where the team is kept.
    """
    purposes = [asked.purpose for asked in asked_for_list(district).values()]
    for contact in Contact.objects.filter(organisation=steward.organisation, person=steward.person):
        withdraw_consents(purposes, contact, channel=Consent.Channel.TALK, district=contact.district, by=by)
    links.withdraw(access.open_links(steward.organisation, district).filter(email=steward.person.email))
    today = timezone.localdate()
    if steward.from_on == today:
        steward.delete()
    else:
        steward.until_on = today
        steward.save(update_fields=["until_on"])
    record("steward.ended", steward.organisation, by=by, district=district, person=str(steward.person))


@transaction.atomic
def offer_access(
    link: PersonalLink, organisation: Organisation, *, email: str, language: str, district: District
) -> None:
    """Send a link that proves a mailbox to whoever approved an entry with the code of a letter."""
    made = links.make_link(ACCESS, organisation.pk, days=ACCESS_DAYS, scope_id=link.scope_id, email=email)
    with override(language):
        address = district_address(district.slug, "organisations:prepared_access", made.token)
    send_after_commit(
        email,
        "organisations/mail/access_subject.txt",
        "organisations/mail/access.txt",
        {"organisation": organisation, "district": district, "link": address, "days": ACCESS_DAYS},
        sender=sender_of(district),
        language=language,
        kind=Kind.OWN_DEED,
        message_id=f"access-{made.link.pk}-{made.link.token_hash[:16]}",
    )


@transaction.atomic
def take_access(link: PersonalLink, *, language: str, district: District) -> Person:
    """The holder of a link from `offer_access` comes in, once."""
    link = links.locked(link)
    refuse_what_is_over(link)
    organisation = Organisation.objects.get(pk=link.subject_id)
    links.use(link)
    return become_steward(link.email, organisation, way=WAYS[link.purpose], language=language, district=district)


@transaction.atomic
def ask_for_entry(organisation: Organisation, *, district: District, by: Viewer, **said: str) -> EntryRequest:
    """Keep that somebody says an entry is theirs until the office decides. said: fields of an EntryRequest."""
    asked = EntryRequest.objects.create(organisation=organisation, district=district, asked_at=timezone.now(), **said)
    record("entry_request.made", organisation, by=by, district=district)
    return asked


@transaction.atomic
def grant_request(pk: int, *, district: District, by: Viewer) -> EntryRequest:
    """Believe whoever asked: they get a link to the prepared entry. Refuses one without an e-mail address."""
    asked = decided(pk, EntryRequest.Decision.GRANTED, by=by)
    if not asked.email:
        raise ActionRefused(
            _("Whoever asked left no e-mail address. Call them, then invite the address they tell you.")
        )
    invite_to_entry(
        asked.organisation,
        email=asked.email,
        name=asked.name,
        language=asked.language,
        purpose=CLAIMED,
        district=district,
        by=by,
    )
    return asked


@transaction.atomic
def refuse_request(pk: int, *, district: District, by: Viewer) -> EntryRequest:
    asked = decided(pk, EntryRequest.Decision.REFUSED, by=by)
    record("entry_request.refused", asked.organisation, by=by, district=district)
    return asked


def decided(pk: int, decision: EntryRequest.Decision, *, by: Viewer) -> EntryRequest:
    asked = EntryRequest.objects.select_for_update(no_key=True).get(pk=pk)
    if asked.decision != EntryRequest.Decision.OPEN:
        raise ActionRefused(_("Somebody else has decided on this meanwhile."))
    asked.decision, asked.decided_at, asked.decided_by = decision, timezone.now(), by.person
    asked.save(update_fields=["decision", "decided_at", "decided_by"])
    return asked


def requests_over(before: datetime) -> QuerySet[EntryRequest]:
    """Requests made before that moment, decided or not."""
    return EntryRequest.objects.filter(asked_at__lt=before)
