"""What should not stand on the board: members report it, the office decides and says so to both sides.

Articles 16 and 17 of the Digital Services Act: whoever reports hears what was decided, whoever wrote hears why.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.members import telling
from kiezkontor.members.desk import put_on_the_desk, take_off_the_desk
from kiezkontor.members.models import Complaint, Post, Reply
from kiezkontor.members.rules.limits import COMPLAINTS_A_DAY, DAY
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def complain(post: Post, reply: Reply | None, *, reason: str, by: Viewer) -> Complaint:
    """A member finds that a post, or a reply below it, should not stand there; the office sees it on its desk.

    Refuses what the same person has reported and nobody has decided on, and very many a day.
    """
    if by.person is None:
        raise ValueError("Only a member reports what stands on the board.")
    person = Person.objects.select_for_update(no_key=True).get(pk=by.person.pk)
    own = Complaint.objects.filter(person=person)
    if own.filter(post=post, reply=reply, outcome="").exists():
        raise ActionRefused(_("You have reported this already. The office will decide and tell you."))
    if own.filter(made_at__gt=timezone.now() - DAY).count() >= COMPLAINTS_A_DAY:
        raise ActionRefused(_("You have reported very much within a day. Please call the office."))
    made = Complaint.objects.create(
        post=post, reply=reply, person=person, reason=reason.strip(), made_at=timezone.now()
    )
    put_on_the_desk(made, by=by)
    record("board.reported", post, by=by, district=post.district)
    return made


@transaction.atomic
def hide(post: Post, reply: Reply | None, *, reason: str, by: Viewer) -> None:
    """Members no longer read a post or a reply; its author is told why, whoever reported it that it is so."""
    written = locked(post, reply)
    if written.hidden_at is not None:
        return
    written.hidden_at, written.hidden_by, written.hidden_reason = timezone.now(), by.person, reason.strip()
    written.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record("board.hidden", post, by=by, district=post.district)
    waiting = Complaint.objects.filter(post=post, reply=reply, outcome="")
    was_reported = waiting.exists()
    settle(list(waiting.select_related("person")), Complaint.Outcome.HIDDEN, post, by=by)
    if written.person is not None:
        said = {
            "reason": written.hidden_reason,
            "was_reported": was_reported,
            "by_mail": bool(post.district.office_email),
        }
        telling.write_to_one(written.person, "hidden", about(post, reply) | said, district=post.district)


def locked(post: Post, reply: Reply | None) -> Post | Reply:
    if reply is not None:
        return Reply.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=reply.pk)
    return Post.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=post.pk)


def about(post: Post, reply: Reply | None) -> dict[str, Any]:
    return {"post": post, "reply": reply, "url": telling.page_of(post)}


@transaction.atomic
def show_again(post: Post, reply: Reply | None, *, by: Viewer) -> None:
    """The office was wrong, or the author has explained it."""
    written = locked(post, reply)
    if written.hidden_at is None:
        return
    written.hidden_at, written.hidden_by, written.hidden_reason = None, None, ""
    written.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record("board.shown_again", post, by=by, district=post.district)
    if written.person is not None:
        telling.write_to_one(written.person, "shown_again", about(post, reply), district=post.district)


@transaction.atomic
def keep(pk: int, *, by: Viewer) -> None:
    """What was reported stays; whoever reported it is told. Decided by somebody else meanwhile, that stands."""
    found = Complaint.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk, outcome="")
    complaint = found.select_related("post__district", "reply", "person").first()
    if complaint is not None:
        settle([complaint], Complaint.Outcome.KEPT, complaint.post, by=by)
        record("board.kept", complaint.post, by=by, district=complaint.post.district)


def settle(complaints: list[Complaint], outcome: Complaint.Outcome, post: Post, *, by: Viewer) -> None:
    now = timezone.now()
    for complaint in complaints:
        complaint.outcome, complaint.settled_at, complaint.settled_by = outcome, now, by.person
        complaint.save(update_fields=["outcome", "settled_at", "settled_by"])
        take_off_the_desk(complaint, by=by)
        if complaint.person is not None:
            said = {"is_hidden": outcome == Complaint.Outcome.HIDDEN, "reason": complaint.reason}
            context = about(post, complaint.reply) | said
            telling.write_to_one(complaint.person, "decided", context, district=post.district)
