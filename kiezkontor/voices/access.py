"""Who reads and decides what people gave to the office: everybody what is published, the office all of it.

Whoever looks after an entry reads how it stands with their own; visitors do by the link they got.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, STEWARD_ROLES, Viewer
from kiezkontor.calendar import access as calendar
from kiezkontor.calendar.models import Event, Kind
from kiezkontor.districts.models import District
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.models import Organisation
from kiezkontor.voices.models import SpaceProposal, Topic, Voice, VoiceComment, VoiceQuerySet, VoiceSupport
from kiezkontor.voices.rules.purposes import MAIL, STATE

MODERATORS = (COORDINATOR, EDITOR)
RECENT = timedelta(days=60)
# What may come of an idea.
ACTIONS = (Kind.ACTION, Kind.PUBLIC)


def may_moderate(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, *MODERATORS)


def writes_for(viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """The organisations in whose name the viewer gives hints and comments: whose entries they look after."""
    if viewer.person is None or viewer.roles_in(district).isdisjoint(STEWARD_ROLES):
        return Organisation.objects.none()
    own = organisations.looked_after_by(viewer, district, on=timezone.localdate())
    return organisations.by_name(own)


def topics_of(district: District) -> QuerySet[Topic]:
    return Topic.objects.filter(district=district, is_closed=False)


def topic_or_404(viewer: Viewer, district: District, pk: int) -> Topic:
    found = topics_of(district) if may_moderate(viewer, district) else Topic.objects.none()
    return get_object_or_404(found, pk=pk)


def published(district: District) -> QuerySet[Voice]:
    """What everybody reads, the latest first, with topic, organisation and how many support it."""
    found = Voice.objects.published().filter(district=district)
    return with_numbers(found).order_by("-published_at", "-pk")


def with_numbers(found: QuerySet[Voice]) -> QuerySet[Voice]:
    joined = found.select_related("topic", "street", "organisation__category", "responsible")
    supports, comments = VoiceSupport.objects.all(), VoiceComment.objects.all()
    return joined.annotate(
        support_count=count_of(supports),
        member_count=count_of(supports.filter(by_member=True)),
        comment_count=count_of(comments.exclude(shown_since=None)),
        waiting_comments=count_of(comments.filter(waiting_comment())),
    )


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows a voice has; counted apart, because joined with others each would count with each."""
    of_voice = rows.filter(voice=OuterRef("pk")).order_by().values("voice")
    return Coalesce(Subquery(of_voice.annotate(count=Count("pk")).values("count")), 0)


def waiting_comment(prefix: str = "") -> Q:
    """Comments nobody has decided on."""
    return Q(**{f"{prefix}shown_since": None, f"{prefix}hidden_at": None, f"{prefix}pk__isnull": False})


def published_ideas_of(event: Event) -> VoiceQuerySet:
    """Of which published ideas an event came, the first first."""
    return Voice.objects.published().filter(district=event.district_id, events=event).order_by("published_at", "pk")


def events_to_choose(viewer: Viewer, voice: Voice, *, now: datetime) -> QuerySet[Event]:
    """Actions and public events that may have come of a voice and are not noted yet: to come, or of 60 days ago.

    Meetings are not among them: a voice stands on their agenda.
    """
    found = calendar.visible_to(viewer, voice.district).filter(kind__in=ACTIONS, ends_at__gte=now - RECENT)
    return found.exclude(pk__in=voice.events.values("pk")).order_by("starts_at", "pk")


def events_led_to(viewer: Viewer, voice: Voice) -> QuerySet[Event]:
    return calendar.visible_to(viewer, voice.district).filter(voices=voice).order_by("starts_at", "pk")


def published_or_404(district: District, pk: int) -> Voice:
    voice = get_object_or_404(published(district), pk=pk)
    voice.district = district
    return voice


def comments_shown(voice: Voice) -> QuerySet[VoiceComment]:
    return voice.comments.exclude(shown_since=None).select_related("organisation__category")


def own(viewer: Viewer, district: District) -> QuerySet[Voice]:
    """What the viewer gave, the latest first."""
    found = Voice.objects.filter(district=district, person=viewer.person)
    return with_numbers(found if viewer.person else found.none()).order_by("-received_at", "-pk")


def own_or_404(viewer: Viewer, district: District, pk: int) -> Voice:
    return get_object_or_404(own(viewer, district), pk=pk)


def visible_to(viewer: Viewer, district: District) -> VoiceQuerySet:
    """All there is, for the office; nobody else gets anything of it."""
    found = Voice.objects.filter(district=district)
    return found if may_moderate(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> Voice:
    voice = get_object_or_404(
        with_numbers(visible_to(viewer, district)).select_related("person", "duplicate_of"), pk=pk
    )
    voice.district = district
    return voice


def comment_or_404(viewer: Viewer, district: District, pk: int) -> VoiceComment:
    found = VoiceComment.objects.filter(voice__in=visible_to(viewer, district).values("pk"))
    return get_object_or_404(found.select_related("voice", "organisation__category"), pk=pk)


def what_waits(viewer: Viewer, district: District) -> dict[str, Any]:
    """How many voices and comments nobody has looked at, and when the oldest of each came in; one query."""
    unseen, waiting = Q(status=Voice.Status.RECEIVED, published_at=None), waiting_comment("comments__")
    return visible_to(viewer, district).aggregate(
        voice_count=Count("pk", filter=unseen, distinct=True),
        first_voice=Min("received_at", filter=unseen),
        comments_count=Count("comments", filter=waiting, distinct=True),
        first_comment=Min("comments__written_at", filter=waiting),
    )


def waiting_comments(viewer: Viewer, district: District) -> QuerySet[VoiceComment]:
    found = VoiceComment.objects.filter(waiting_comment(), voice__in=visible_to(viewer, district).values("pk"))
    return found.select_related("voice").order_by("written_at", "pk")


def in_time(viewer: Viewer, district: District, *, since: datetime | None = None) -> QuerySet[Voice]:
    """Those that came in since a moment and are about a place or a topic, for the list of where they heap up."""
    found = visible_to(viewer, district).exclude(status=Voice.Status.DUPLICATE)
    return found.filter(received_at__gte=since) if since else found


def open_for_agenda(viewer: Viewer, district: District) -> QuerySet[Voice]:
    """What a meeting may talk about: what is accepted, needs for action and problems, if open, the oldest first."""
    found = visible_to(viewer, district).open()
    decided = Q(status__in=(Voice.Status.ACCEPTED, Voice.Status.IN_WORK, Voice.Status.FORWARDED))
    return with_numbers(found.filter(decided | Q(need_since__isnull=False) | Q(kind=Voice.Kind.PROBLEM))).order_by(
        "received_at", "pk"
    )


def behind(district: District, token: str, purpose: str) -> tuple[PersonalLink, Voice]:
    """The link behind a token and what it is about; 404 where it opens nothing, or no longer."""
    link = links.opened_by(token, purposes={purpose}, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    voice = get_object_or_404(Voice.objects.filter(district=district).select_related("topic"), pk=link.subject_id)
    voice.district = district
    return link, voice


def behind_state(district: District, token: str) -> Voice:
    return behind(district, token, STATE)[1]


def behind_mail(district: District, token: str) -> tuple[PersonalLink, Voice]:
    return behind(district, token, MAIL)


def space_of(voice: Voice) -> SpaceProposal | None:
    """What is known of a proposal for public space; None where it is none, or nothing is noted."""
    return SpaceProposal.objects.filter(voice=voice).first() if voice.kind == Voice.Kind.SPACE else None


def space_or_404(viewer: Viewer, district: District, pk: int) -> Voice:
    found = or_404(viewer, district, pk)
    if found.kind != Voice.Kind.SPACE:
        raise Http404
    return found
