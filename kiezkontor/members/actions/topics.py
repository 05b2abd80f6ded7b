"""What the notice board of a district is sorted by; its office decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.members.models import Topic
from kiezkontor.members.rules.topics import FIRST
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def begin_with_topics(district: District, by: Viewer) -> None:
    """The topics every board begins with; nothing where there are some."""
    if not Topic.objects.filter(district=district).exists():
        rows = [Topic(district=district, name=name, position=nth) for nth, name in enumerate(FIRST, start=1)]
        insert_many(rows)
        record("board.topics_begun", district, by=by, district=district)


@transaction.atomic
def add_topic(district: District, *, name: str, by: Viewer) -> Topic:
    """At the end of the list; a closed one of this name is opened again."""
    name = " ".join(name.split())
    refuse_same_name(district, name)
    last = Topic.objects.filter(district=district).order_by("-position").values_list("position", flat=True).first()
    topic, _is_new = Topic.objects.update_or_create(
        district=district, name=name, defaults={"is_closed": False, "position": (last or 0) + 1}
    )
    record("board.topic_added", topic, by=by, district=district)
    return topic


def refuse_same_name(district: District, name: str) -> None:
    if Topic.objects.filter(district=district, name__iexact=name, is_closed=False).exists():
        raise ActionRefused(_("There is a topic of this name already."), field="name")


@transaction.atomic
def rename_topic(topic: Topic, *, name: str, by: Viewer) -> None:
    name = " ".join(name.split())
    if name == topic.name:
        return
    if Topic.objects.filter(district=topic.district_id, name__iexact=name).exclude(pk=topic.pk).exists():
        raise ActionRefused(_("There is a topic of this name already."), field="name")
    before, topic.name = topic.name, name
    topic.save(update_fields=["name"])
    record("board.topic_renamed", topic, by=by, district=topic.district, before=before)


@transaction.atomic
def move_up(topic: Topic, *, by: Viewer) -> None:
    """One place towards the top; the first stays there."""
    order = list(Topic.objects.select_for_update(no_key=True).filter(district=topic.district_id, is_closed=False))
    at = next((nth for nth, each in enumerate(order) if each.pk == topic.pk), 0)
    if not at:
        return
    order[at - 1], order[at] = order[at], order[at - 1]
    for nth, each in enumerate(order, start=1):
        each.position = nth
    Topic.objects.bulk_update(order, ["position"])
    record("board.topic_moved", topic, by=by, district=topic.district)


@transaction.atomic
def remove_topic(topic: Topic, *, by: Viewer) -> None:
    """It takes no new posts; what hangs under it stays until its day. Without posts it is gone at once."""
    record("board.topic_removed", topic, by=by, district=topic.district)
    if topic.posts.exists():
        topic.is_closed = True
        topic.save(update_fields=["is_closed"])
    else:
        topic.delete()
