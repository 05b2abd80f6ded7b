"""A social carrier and a trader write to each other; names and addresses appear only when both agree."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.actions.consents import give_consent, withdraw_consents
from kiezkontor.districts.models import Consent, District
from kiezkontor.districts.relay import refuse_beyond_a_day
from kiezkontor.members import access, access_contacts, passing
from kiezkontor.members.actions.writers import locked_writer
from kiezkontor.members.agreed import NAMES, asked_for_names
from kiezkontor.members.models import FirstContact, Message, Side
from kiezkontor.members.rules.limits import DAY, FIRST_CONTACTS_A_DAY
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.access_contacting import may_be_contacted
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

# Two who know each other by now write elsewhere; whoever does not gets an answer within half a year.
KEPT = timedelta(days=180)
ONLY_MEMBERS = gettext_noop("Only members of the network write to each other here. Nothing was sent.")
StartedBy, Part = FirstContact.StartedBy, Side.Part


@transaction.atomic
def start(
    partner: Organisation, *, organisation: Organisation, words: str, district: District, by: Viewer
) -> FirstContact:
    """Write to a member of the other kind for the first time, by mail through us; neither sees name or address.

    Where that one had no interest, it is refused for good; where the own side had none, it is taken up again.
    """
    person = locked_writer(organisation, district, by, refusal=_(ONLY_MEMBERS))
    lock_pair(partner, organisation)
    refuse_where_forbidden(partner, district)
    known = access_contacts.between(partner, organisation, district)
    contact = known or made(partner, organisation, district, begun_by=organisation, by=by)
    if known is None:
        refuse_many_new_ones(person, contact)
    own, _other = access_contacts.sides_of(contact, {organisation.pk})
    if known is not None:
        take_up_again(known, own)
    write_down(contact, own, words, person=person, by_mail=False, by=by)
    passing.pass_first(contact, own, words)
    return contact


def lock_pair(*pair: Organisation) -> None:
    """Two who begin at once make one contact."""
    keys = [each.pk for each in pair]
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").only("pk"))


def refuse_where_forbidden(partner: Organisation, district: District) -> None:
    current = members_on(timezone.localdate(), district).filter(pk=partner.pk).first()
    if current is None:
        raise ActionRefused(
            _("%(name)s does not belong to the network any more. Nothing was sent.") % {"name": partner}
        )
    if not may_be_contacted(current):
        raise ActionRefused(_("%(name)s does not want to be contacted. Nothing was sent.") % {"name": partner})
    if not access_contacts.people_of(partner, district):
        raise ActionRefused(
            _("At %(name)s nobody has an access yet. Nothing was sent; the office gladly brings you together.")
            % {"name": partner}
        )


def made(
    one: Organisation, other: Organisation, district: District, *, begun_by: Organisation | None, by: Viewer
) -> FirstContact:
    """begun_by: None where the office brings the two together."""
    carrier, trader = (one, other) if one.is_carrier else (other, one)
    now = timezone.now()
    if begun_by is None:
        started_by = StartedBy.OFFICE
    else:
        started_by = StartedBy.CARRIER if begun_by == carrier else StartedBy.TRADER
    contact = FirstContact.objects.create(
        district=district, carrier=carrier, trader=trader, started_by=started_by, started_at=now, latest_at=now
    )
    for part in (Part.CARRIER, Part.TRADER):
        Side.objects.create(contact=contact, part=part)
    record("firstcontact.started", contact, by=by, district=district)
    return contact


def refuse_many_new_ones(person: Person, contact: FirstContact) -> None:
    begun = Side.objects.filter(person=person, contact__started_at__gt=timezone.now() - DAY)
    if begun.exclude(contact=contact).count() >= FIRST_CONTACTS_A_DAY:
        raise ActionRefused(_("You have written to very many within a day. Nothing was sent; please wait a day."))


def take_up_again(contact: FirstContact, own: Side) -> None:
    if contact.sides.exclude(pk=own.pk).exclude(declined_at=None).exists():
        raise ActionRefused(_("The other side has no interest. Nothing was sent."))
    if contact.ended_at is None:
        raise ActionRefused(_("You are in contact already. Nothing was sent; please write there."))
    own.declined_at, own.decline_reason = None, ""
    own.save(update_fields=["declined_at", "decline_reason"])
    contact.ended_at = None
    contact.save(update_fields=["ended_at"])


def write_down(contact: FirstContact, side: Side, words: str, *, person: Person, by_mail: bool, by: Viewer) -> None:
    """Keep the words for both sides; whoever writes speaks for their side from now on."""
    refuse_beyond_a_day(Message.objects.filter(contact=contact, side=side), "written_at")
    speak_for(side, person, contact.district, by=by)
    now = timezone.now()
    Message.objects.create(
        contact=contact, side=side, person=person, words=words.strip(), written_at=now, by_mail=by_mail
    )
    contact.latest_at = now
    contact.save(update_fields=["latest_at"])


def speak_for(side: Side, person: Person, district: District, *, by: Viewer) -> None:
    """Another person of the member takes over; what the one before agreed to does not hold for them."""
    if side.person_id != person.pk:
        conceal(side, district, by=by)
        side.person = person
        side.save(update_fields=["person"])


def locked(pk: int) -> FirstContact:
    found = FirstContact.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("district", "carrier", "trader").get(pk=pk)


def own_side(contact: FirstContact, by: Viewer) -> tuple[Side, Side, Person]:
    """The side of whoever acts, the other one, and who acts; refuses somebody who stands on neither today."""
    own = set(access.writes_for(by, contact.district).values_list("pk", flat=True))
    if by.person is None or not own & {contact.carrier_id, contact.trader_id}:
        raise ActionRefused(_(ONLY_MEMBERS))
    return (*access_contacts.sides_of(contact, own), by.person)


@transaction.atomic
def write(pk: int, *, words: str, by_mail: bool = False, files: int = 0, by: Viewer) -> None:
    """One more message to the other side. Refused once one of them had no interest."""
    contact = locked(pk)
    own, other, person = own_side(contact, by)
    refuse_what_ended(contact)
    if not may_be_contacted(other.organisation):
        raise ActionRefused(
            _("%(name)s does not want to be contacted. Nothing was sent.") % {"name": other.organisation}
        )
    write_down(contact, own, words, person=person, by_mail=by_mail, by=by)
    passing.pass_further(contact, own, words, files=files)
    record("firstcontact.passed_on", contact, by=by, district=contact.district)


def refuse_what_ended(contact: FirstContact) -> None:
    if contact.ended_at is not None:
        raise ActionRefused(_("This contact has ended, because one side has no interest. Nothing was sent."))


@transaction.atomic
def show_names(pk: int, *, by: Viewer) -> bool:
    """One side agrees that the other sees name and address; they appear once both do. Returns whether both have."""
    contact = locked(pk)
    own, other, person = own_side(contact, by)
    refuse_what_ended(contact)
    speak_for(own, person, contact.district, by=by)
    if own.agreed_at is None:
        own.agreed_at = timezone.now()
        own.save(update_fields=["agreed_at"])
        asked = asked_for_names(other.organisation)
        channel = Consent.Channel.ONLINE
        give_consent(asked, own, said_by=str(person), channel=channel, district=contact.district, by=by)
        if not told_lately(own):
            passing.tell_of_agreement(contact, own, other)
    return other.agreed_at is not None


def told_lately(side: Side) -> bool:
    """Whether the other side heard within a day that this one agrees, and need not hear it again."""
    shown = Consent.objects.filter(
        subject_type=side._meta.label_lower, subject_id=side.pk, purpose=NAMES, given_at__gt=timezone.now() - DAY
    )
    return shown.count() > 1


@transaction.atomic
def conceal_names(pk: int, *, by: Viewer) -> None:
    """Take the agreement back: from now on neither sees the other's name and address here."""
    contact = locked(pk)
    own, _other, _person = own_side(contact, by)
    conceal(own, contact.district, by=by)


def conceal(side: Side, district: District, *, by: Viewer) -> None:
    if side.agreed_at is not None:
        side.agreed_at = None
        side.save(update_fields=["agreed_at"])
        withdraw_consents([NAMES], side, channel=Consent.Channel.ONLINE, district=district, by=by)


@transaction.atomic
def decline(pk: int, *, reason: str, by: Viewer) -> None:
    """No interest: nobody writes here any more, and the other side cannot begin again. It is told, with the reason.

    Where the other one had no interest before, it hears nothing more.
    """
    contact = locked(pk)
    own, other, _person = own_side(contact, by)
    if own.declined_at is not None:
        return
    had_ended = contact.ended_at is not None
    own.declined_at, own.decline_reason = timezone.now(), "" if had_ended else reason.strip()
    own.save(update_fields=["declined_at", "decline_reason"])
    conceal(own, contact.district, by=by)
    conceal(other, contact.district, by=by)
    contact.ended_at = contact.ended_at or timezone.now()
    contact.save(update_fields=["ended_at"])
    record("firstcontact.declined", contact, by=by, district=contact.district)
    if not had_ended:
        passing.tell_of_no_interest(contact, own, other)


@transaction.atomic
def refuse_alike(said_in: FirstContact, other: FirstContact, *, since: datetime, by: Viewer) -> None:
    """No interest or names taken back in one contact since a moment hold in another one of the same people."""
    for side in said_in.sides.all():
        same = other.sides.filter(part=side.part).first()
        if same is None:
            continue
        if side.declined_at is not None and side.declined_at > since:
            end_alike(side, same, by=by)
        elif names_taken_back(side, since):
            conceal(same, other.district, by=by)


def end_alike(side: Side, same: Side, *, by: Viewer) -> None:
    if same.declined_at is None:
        same.declined_at, same.decline_reason = side.declined_at, side.decline_reason
        same.save(update_fields=["declined_at", "decline_reason"])
    for each in same.contact.sides.all():
        conceal(each, same.contact.district, by=by)
    for contact in (side.contact, same.contact):
        if contact.ended_at is None:
            contact.ended_at = side.declined_at
            contact.save(update_fields=["ended_at"])


def names_taken_back(side: Side, since: datetime) -> bool:
    about = Consent.objects.filter(subject_type=Side._meta.label_lower, subject_id=side.pk, purpose=NAMES)
    return about.filter(withdrawn_at__gt=since).exists() and not about.valid().exists()


@transaction.atomic
def bring_together(
    carrier: Organisation, trader: Organisation, *, words: str, district: District, by: Viewer
) -> FirstContact:
    """The office brings two members together: both get a mail and answer each other through us."""
    lock_pair(carrier, trader)
    for partner in (carrier, trader):
        refuse_where_forbidden(partner, district)
    if access_contacts.between(carrier, trader, district) is not None:
        raise ActionRefused(_("These two are or were in contact already. Nothing was sent."))
    contact = made(carrier, trader, district, begun_by=None, by=by)
    now = timezone.now()
    Message.objects.create(contact=contact, side=None, person=by.person, words=words.strip(), written_at=now)
    passing.pass_introduction(contact, words)
    return contact


def words_over(before: datetime) -> QuerySet[FirstContact]:
    """Contacts whose latest message is older and of which more is kept than that they were."""
    with_words = Exists(Message.objects.filter(contact=OuterRef("pk")))
    with_people = Exists(Side.objects.filter(contact=OuterRef("pk")).exclude(person=None))
    return FirstContact.objects.filter(with_words | with_people, latest_at__lt=before)


def forget_words(old: QuerySet[FirstContact]) -> int:
    """Delete what was written and who wrote; which members met on which day stays, because it is counted.

    Who had agreed to show a name has it withdrawn, so that the proof with the name goes as all others do.
    """
    keys = list(old.values_list("pk", flat=True))
    Message.objects.filter(contact__in=keys).delete()
    sides = Side.objects.filter(contact__in=keys)
    for side in sides.exclude(agreed_at=None).select_related("contact__district"):
        conceal(side, side.contact.district, by=system_viewer("nightly"))
    sides.update(person=None, decline_reason="")
    return len(keys)
