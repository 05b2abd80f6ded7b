"""What ideas and hints of a district are sorted by; its office decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices.models import Topic
from kiezkontor.voices.rules.topics import FIRST


@transaction.atomic
def begin_with_topics(district: District, by: Viewer) -> None:
    """The topics every district begins with; nothing where there are some."""
    if not Topic.objects.filter(district=district).exists():
        insert_many([Topic(district=district, name=name, position=nth) for nth, name in enumerate(FIRST, start=1)])
        record("voice.topics_begun", district, by=by, district=district)


@transaction.atomic
def add_topic(district: District, *, name: str, by: Viewer) -> Topic:
    """At the end of the list; a closed one of this name is opened again."""
    name = " ".join(name.split())
    if Topic.objects.filter(district=district, name__iexact=name, is_closed=False).exists():
        raise ActionRefused(_("There is a topic of this name already."), field="name")
    last = Topic.objects.filter(district=district).order_by("-position").values_list("position", flat=True).first()
    defaults = {"is_closed": False, "position": (last or 0) + 1}
    topic, _is_new = Topic.objects.update_or_create(district=district, name=name, defaults=defaults)
    record("voice.topic_added", topic, by=by, district=district)
    return topic


@transaction.atomic
def close_topic(topic: Topic, *, by: Viewer) -> None:
    """It is offered no longer; what was sorted under it stays there. Without anything it is gone at once."""
    record("voice.topic_closed", topic, by=by, district=topic.district)
    if topic.voices.exists():
        topic.is_closed = True
        topic.save(update_fields=["is_closed"])
    else:
        topic.delete()
