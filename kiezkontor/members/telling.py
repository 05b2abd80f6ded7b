"""Mail about the notice board: to who follows a topic, and to who takes part in what a post is about."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone
from django.utils.translation import override

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.members import access
from kiezkontor.members.models import Post, Reply, Told
from kiezkontor.members.naming import full_name
from kiezkontor.notices import tokens
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.mounting import district_address

# Purpose of the addresses to which mail about a post is answered (notices.hooks.answers).
TO_BOARD = "board"


@task
def tell_of_post(pk: int) -> int:
    """Write to everybody who follows the topic; returns to how many."""
    post = shown_post(pk)
    if post is None:
        return 0
    followers = Person.objects.filter(pk__in=post.topic.follows.values("person"))
    words = {"writer": full_name(post), "words": post.words}
    return write_to(followers.exclude(pk=post.person_id or 0), post, "post", f"post-{pk}", words)


@task
def tell_of_reply(pk: int) -> int:
    """Write to the author of the post and to everybody who answered it before; returns to how many."""
    reply = Reply.objects.filter(pk=pk, hidden_at=None).select_related("person", "organisation__category").first()
    post = shown_post(reply.post_id) if reply else None
    if reply is None or post is None:
        return 0
    taking_part = Q(pk=post.person_id) | Q(pk__in=post.replies.filter(hidden_at=None).values("person"))
    words = {"writer": full_name(reply), "words": reply.words}
    others = Person.objects.filter(taking_part).exclude(pk=reply.person_id or 0)
    return write_to(others, post, "reply", f"reply-{pk}", words)


def shown_post(pk: int) -> Post | None:
    found = Post.objects.open_on(timezone.localdate()).filter(pk=pk)
    return found.select_related("district", "topic", "person", "organisation__category").first()


def write_to(people: QuerySet[Person], post: Post, kind: str, occasion: str, words: Mapping[str, Any]) -> int:
    """One mail to each of those who may answer on the board today and be written to, however often the task runs."""
    readers = access.readers_by_mail(people, post.district, on=timezone.localdate()).order_by("pk")
    for person in readers:
        told, _is_new = Told.objects.get_or_create(person=person, post=post)
        reply_to = tokens.address_for(TO_BOARD, told.pk, last_on=post.last_on)
        with override(person.language):
            url = page_of(post)
            topics_url = district_address(post.district.slug, "members:follow")
        send_after_commit(
            person.email,
            f"members/mail/{kind}_subject.txt",
            f"members/mail/{kind}.txt",
            {"post": post, "url": url, "topics_url": topics_url, "may_answer": bool(reply_to), **words},
            sender=sender_of(post.district, reply_to=reply_to),
            language=person.language,
            kind=Kind.BOARD,
            message_id=f"{occasion}-{person.pk}",
        )
    return len(readers)


def page_of(post: Post) -> str:
    return district_address(post.district.slug, "members:post", post.pk)


def write_to_one(person: Person, template: str, context: Mapping[str, Any], *, district: District) -> None:
    """What the office has decided, to whom it concerns; answers go to the office."""
    send_after_commit(
        person.email,
        f"members/mail/{template}_subject.txt",
        f"members/mail/{template}.txt",
        context,
        sender=sender_of(district),
        language=person.language,
    )
