"""Mail that answers a mail of ours: about a post it becomes a reply on the board, in a first contact it is passed on.

Either way only if it comes from somebody that mail went to.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.districts.access import viewer_for
from kiezkontor.members import access
from kiezkontor.members.access_contacts import people_of
from kiezkontor.members.actions import contacts
from kiezkontor.members.actions.posts import write_reply
from kiezkontor.members.models import Reply, Side, Told
from kiezkontor.members.passing import TO_CONTACT
from kiezkontor.members.telling import TO_BOARD
from kiezkontor.notices.hooks import Answer, answers
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

LONGEST = 4000


def register() -> None:
    answers[TO_BOARD] = take_answer
    answers[TO_CONTACT] = pass_answer


def take_answer(answer: Answer) -> None:
    """The address was signed for one person and one post; whoever else writes to it is refused."""
    told = Told.objects.filter(pk=answer.key).select_related("person", "post__district").first()
    if told is None:
        raise ActionRefused(_("This post no longer hangs on the notice board. Your reply was not published."))
    if answer.sender.lower() != told.person.email.lower():
        raise ActionRefused(
            _(
                "Only the member to whom the mail went can answer it, from the same e-mail address. "
                "Your reply was not published."
            )
        )
    refuse_too_long(answer, _("Your answer is very long and was not published. Please shorten it."))
    by = viewer_for(told.person, on=timezone.localdate())
    organisation = member_behind(told, list(access.writes_for(by, told.post.district)))
    if not told.person.is_active or organisation is None:
        raise ActionRefused(_("Only members of the network write on the notice board. Nothing was published."))
    write_reply(told.post_id, words=answer.words, organisation=organisation, by_mail=True, by=by)


def member_behind(told: Told, own: list[Organisation]) -> Organisation | None:
    """For which of their members somebody answers: as at this post before, else the first by name."""
    if not own:
        return None
    known = {told.post.organisation_id} if told.post.person_id == told.person_id else set()
    known |= set(Reply.objects.filter(post=told.post_id, person=told.person_id).values_list("organisation", flat=True))
    return next((each for each in own if each.pk in known), own[0])


def refuse_too_long(answer: Answer, refusal: str) -> None:
    if len(answer.words) > LONGEST:
        raise ActionRefused(refusal)


def pass_answer(answer: Answer) -> None:
    """To the other side of a first contact, from somebody who looks after the member that got the mail."""
    side = Side.objects.filter(pk=answer.key).select_related("contact__district", "contact__carrier", "contact__trader")
    found = side.first()
    if found is None:
        raise ActionRefused(_("This contact is not there any more. Your answer was not passed on."))
    refuse_too_long(answer, _("Your answer is very long and was not passed on. Please shorten it."))
    people = people_of(found.organisation, found.contact.district)
    person = next((each for each in people if each.email.lower() == answer.sender.lower()), None)
    if person is None:
        raise ActionRefused(
            _(
                "Only whoever looks after the entry of %(name)s can answer this mail, from the e-mail address they "
                "sign in with. Your answer was not passed on."
            )
            % {"name": found.organisation}
        )
    by = viewer_for(person, on=timezone.localdate())
    contacts.write(found.contact_id, words=answer.words, by_mail=True, files=answer.files, by=by)
