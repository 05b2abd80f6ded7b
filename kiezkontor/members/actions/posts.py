"""What members do on the notice board: write, answer, change, take down."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.audit.models import AuditEntry
from kiezkontor.members import access, telling
from kiezkontor.members.actions.writers import locked_writer
from kiezkontor.members.last_days import refusal_of
from kiezkontor.members.models import Post, Reply, Topic
from kiezkontor.members.rules.limits import DAY, POSTS_A_DAY, REPLIES_A_DAY
from kiezkontor.organisations.access import holds_on
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

# Whoever was told why a post was hidden may object for half a year, as Article 20 of the Digital Services Act has it.
KEPT = timedelta(days=180)
# Their kind of data in the plan of retention.
POSTS = "posts of notice boards"
ONLY_MEMBERS = gettext_noop("Only members of the network write on the notice board. Nothing was published.")


@transaction.atomic
def write_post(topic: Topic, *, title: str, words: str, last_on: date, organisation: Organisation, by: Viewer) -> Post:
    """Hang up a post for a member; those who follow its topic get a mail.

    Refuses somebody who does not write for this member today, and more than a person has to say in a day.
    """
    district = topic.district
    person = locked_writer(organisation, district, by, refusal=_(ONLY_MEMBERS))
    refuse_flood(person, "board.posted", POSTS_A_DAY)
    refuse_impossible_day(last_on)
    post = Post.objects.create(
        district=district,
        topic=topic,
        person=person,
        organisation=organisation,
        title=title.strip(),
        words=words.strip(),
        last_on=last_on,
        written_at=timezone.now(),
    )
    record("board.posted", post, by=by, district=district)
    transaction.on_commit(partial(telling.tell_of_post.enqueue, post.pk))
    return post


def refuse_flood(person: Person, deed: str, most: int) -> None:
    """Counted by the log: what was deleted again went out by mail all the same."""
    done = AuditEntry.objects.filter(actor=person, verb=deed, at__gt=timezone.now() - DAY)
    if done.count() >= most:
        raise ActionRefused(
            _("You have written very much within a day. This was not published; please try again tomorrow.")
        )


def refuse_impossible_day(last_on: date) -> None:
    if sentence := refusal_of(last_on, today=timezone.localdate()):
        raise ActionRefused(sentence, field="last_on")


@transaction.atomic
def write_reply(pk: int, *, words: str, organisation: Organisation, by_mail: bool = False, by: Viewer) -> Reply:
    """Answer a post; its author and all who answered before get a mail. Refuses as `write_post`, and the same twice."""
    post = locked_post(pk)
    person = locked_writer(organisation, post.district, by, refusal=_(ONLY_MEMBERS))
    if not Post.objects.open_on(timezone.localdate()).filter(pk=pk).exists():
        raise ActionRefused(_("This post no longer hangs on the notice board. Your reply was not published."))
    own = Reply.objects.filter(person=person)
    refuse_flood(person, "board.replied", REPLIES_A_DAY)
    if own.filter(post=post, words=words.strip(), written_at__gt=timezone.now() - DAY).exists():
        raise ActionRefused(_("You have written exactly this already. It was not published a second time."))
    reply = Reply.objects.create(
        post=post,
        person=person,
        organisation=organisation,
        words=words.strip(),
        written_at=timezone.now(),
        by_mail=by_mail,
    )
    record("board.replied", post, by=by, district=post.district)
    transaction.on_commit(partial(telling.tell_of_reply.enqueue, reply.pk))
    return reply


def refuse_in_the_name_of_others(post: Post, by: Viewer) -> None:
    if not access.writes_for(by, post.district).filter(pk=post.organisation_id).exists():
        raise ActionRefused(
            _("You no longer look after %(name)s. Nothing was changed; you may delete the post.")
            % {"name": post.organisation}
        )


def locked_post(pk: int) -> Post:
    return Post.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)


@transaction.atomic
def change_post(pk: int, *, topic: Topic, title: str, words: str, last_on: date, by: Viewer) -> Post:
    """Nobody gets another mail for it.

    Refuses a day in the past, a post the office has hidden, and one of a member the author no longer looks after.
    """
    post = locked_post(pk)
    refuse_in_the_name_of_others(post, by)
    if post.hidden_at is not None:
        raise ActionRefused(_("The office has hidden this post. It was not changed; you may write a new one."))
    if last_on != post.last_on:
        refuse_impossible_day(last_on)
    post.topic, post.title, post.words, post.last_on = topic, title.strip(), words.strip(), last_on
    post.changed_at = timezone.now()
    post.save(update_fields=["topic", "title", "words", "last_on", "changed_at"])
    record("board.changed", post, by=by, district=post.district)
    return post


@transaction.atomic
def mark_done(pk: int, *, done: bool, by: Viewer) -> Post:
    """What was looked for is found, or is looked for again; pressed twice, the first press stands.

    Refuses a post of a member the author no longer looks after.
    """
    post = locked_post(pk)
    refuse_in_the_name_of_others(post, by)
    if (post.done_at is not None) != done:
        post.done_at = timezone.now() if done else None
        post.save(update_fields=["done_at"])
        record("board.done" if done else "board.reopened", post, by=by, district=post.district)
    return post


@transaction.atomic
def take_down(pk: int, *, by: Viewer) -> None:
    """The author deletes a post with all replies, for good.

    It only leaves the board where the office has to decide on a report, has hidden something of it, or must keep it.
    """
    post = locked_post(pk)
    record("board.taken_down", post, by=by, district=post.district)
    if has_to_stay(post):
        post.last_on = timezone.localdate() - DAY
        post.save(update_fields=["last_on"])
    else:
        post.delete()


def has_to_stay(post: Post) -> bool:
    hidden = post.hidden_at is not None or post.replies.exclude(hidden_at=None).exists()
    held = holds_on(post.organisation, post.district, kind=POSTS).exists()
    return hidden or held or post.complaints.filter(outcome="").exists()


@transaction.atomic
def take_back(reply: Reply, *, by: Viewer) -> None:
    """The author deletes a reply, for good; refused where the office has to decide on it, hid it, or must keep it."""
    if (
        reply.hidden_at is not None
        or reply.complaints.filter(outcome="").exists()
        or holds_on(reply.organisation, reply.post.district, kind=POSTS).exists()
    ):
        raise ActionRefused(_("The office has to decide on this reply or to keep it. It was not deleted."))
    record("board.reply_taken_back", reply.post, by=by, district=reply.post.district)
    reply.delete()


def posts_over(before: datetime) -> models.QuerySet[Post]:
    """Posts whose last day on the board lies before that moment; replies and reports go with them."""
    return Post.objects.ended_before(timezone.localdate(before))
