"""Who reads and writes on the notice board of a district's network: its members, and the office that looks after it.

Whoever looks after the entry of a valid member writes, for that member. Membership, stewardship and role are looked at
each time, so that access ends with the first of them.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, STEWARD_ROLES, Viewer
from kiezkontor.districts.models import District, Role
from kiezkontor.members.models import Complaint, Follow, Post, Reply, Topic, Written
from kiezkontor.notices.access import has_left
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.access_contacting import contactable_stewards
from kiezkontor.organisations.models import Organisation, Steward

MODERATORS = (COORDINATOR, EDITOR)
READERS = (*MODERATORS, *STEWARD_ROLES)


def writes_for(viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """The members whose entry the viewer looks after today, by name; none for the office and the operator."""
    if viewer.person is None or viewer.roles_in(district).isdisjoint(STEWARD_ROLES):
        return Organisation.objects.none()
    today = timezone.localdate()
    held = Steward.objects.valid_on(today).filter(person=viewer.person)
    return members_on(today, district).filter(pk__in=held.values("organisation")).order_by("name", "pk")


def may_moderate(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, *MODERATORS)


def may_read(viewer: Viewer, district: District) -> bool:
    return may_moderate(viewer, district) or writes_for(viewer, district).exists()


def writers_among(people: QuerySet[Person], district: District, *, on: date) -> QuerySet[Person]:
    """Those of the people who may read and write on the board on a day."""
    stewards = Steward.objects.valid_on(on).filter(organisation__in=members_on(on, district).values("pk"))
    roles = Role.objects.held_on(on).filter(district=district, name__in=STEWARD_ROLES)
    return people.filter(is_active=True, pk__in=stewards.values("person")).filter(pk__in=roles.values("person"))


def readers_by_mail(people: QuerySet[Person], district: District, *, on: date) -> QuerySet[Person]:
    """Those of them who may be written to about it: where at least one member of theirs may be contacted."""
    stewards = Steward.objects.valid_on(on).filter(organisation__in=members_on(on, district).values("pk"))
    reached = contactable_stewards(stewards, district)
    return writers_among(people, district, on=on).filter(pk__in=reached.values("person"))


def is_own(viewer: Viewer, written: Written) -> bool:
    return viewer.person is not None and written.person_id == viewer.person.pk


def posts_for(viewer: Viewer, district: District) -> QuerySet[Post]:
    """What hangs on the board today; nothing for whoever does not belong to the network."""
    if not may_read(viewer, district):
        return Post.objects.none()
    return Post.objects.open_on(timezone.localdate()).filter(district=district)


def own_posts(viewer: Viewer, district: District) -> QuerySet[Post]:
    """Everything the viewer wrote and that is not forgotten yet, also what no longer hangs there."""
    found = Post.objects.filter(district=district, person=viewer.person)
    return found if viewer.person and may_read(viewer, district) else found.none()


def with_numbers(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With topic, author, organisation and how many replies are shown; open ones first, then the latest."""
    shown = Count("replies", filter=Q(replies__hidden_at=None))
    joined = posts.select_related("topic", "person", "organisation__category").annotate(reply_count=shown)
    return joined.order_by(Case(When(done_at=None, then=0), default=1), "-written_at", "-pk")


def post_or_404(viewer: Viewer, district: District, pk: int) -> Post:
    """What hangs on the board; besides that one's own post, and every one for who looks after the board."""
    if not may_read(viewer, district):
        raise Http404
    found = Post.objects.filter(district=district).select_related("topic", "person", "organisation__category")
    if not may_moderate(viewer, district):
        shown = Q(pk__in=Post.objects.open_on(timezone.localdate()).values("pk"))
        found = found.filter(shown | Q(person=viewer.person))
    post = get_object_or_404(found, pk=pk)
    post.district = district
    return post


def own_post_or_404(viewer: Viewer, district: District, pk: int) -> Post:
    post = post_or_404(viewer, district, pk)
    if not is_own(viewer, post):
        raise Http404
    return post


def replies_to(viewer: Viewer, post: Post) -> QuerySet[Reply]:
    """In order; hidden ones for their author and for who looks after the board alone."""
    found = post.replies.select_related("person", "organisation__category")
    if may_moderate(viewer, post.district):
        return found
    return found.filter(Q(hidden_at=None) | Q(person=viewer.person, person__isnull=False))


def reply_or_404(viewer: Viewer, post: Post, pk: int) -> Reply:
    return get_object_or_404(replies_to(viewer, post), pk=pk)


def own_reply_or_404(viewer: Viewer, post: Post, pk: int) -> Reply:
    reply = reply_or_404(viewer, post, pk)
    if not is_own(viewer, reply):
        raise Http404
    return reply


def topics_of(district: District) -> QuerySet[Topic]:
    """Those that take new posts, in the order the office gave them."""
    return Topic.objects.filter(district=district, is_closed=False)


def topics_with_numbers(viewer: Viewer, district: District) -> QuerySet[Topic]:
    """Those that take new posts, and closed ones as long as something hangs there, with how many posts do."""
    here = Count("posts", filter=Q(posts__in=posts_for(viewer, district).values("pk")))
    return Topic.objects.filter(district=district).annotate(count=here).filter(Q(is_closed=False) | Q(count__gt=0))


def topic_or_404(district: District, pk: int) -> Topic:
    return get_object_or_404(topics_of(district), pk=pk)


def followed_by(viewer: Viewer, district: District) -> set[int]:
    """The keys of the topics the viewer gets mail of."""
    found = Follow.objects.filter(person=viewer.person, topic__district=district)
    return set(found.values_list("topic", flat=True)) if viewer.person else set()


def wants_mail(viewer: Viewer, district: District) -> bool:
    return viewer.person is not None and not has_left(viewer.person.email, Kind.BOARD, scope_id=district.pk)


def current_pairs(district: District, people: Collection[int | None], *, on: date) -> set[tuple[int, int]]:
    """Which of the people look after which member on a day; by keys of person and organisation."""
    stewards = Steward.objects.valid_on(on).filter(person__in=[pk for pk in people if pk is not None])
    members = members_on(on, district).values("pk")
    return set(stewards.filter(organisation__in=members).values_list("person", "organisation"))


def complaints_of(viewer: Viewer, district: District) -> QuerySet[Complaint]:
    """What members reported, for who looks after the board; the oldest first."""
    found = Complaint.objects.filter(post__district=district)
    if not may_moderate(viewer, district):
        return found.none()
    return found.select_related("post__topic", "post__organisation", "reply__organisation", "person", "settled_by")


def waiting_complaints(viewer: Viewer, district: District) -> QuerySet[Complaint]:
    return complaints_of(viewer, district).filter(outcome="")


def complaint_or_404(viewer: Viewer, district: District, pk: int) -> Complaint:
    return get_object_or_404(complaints_of(viewer, district), pk=pk)
