"""Which mail about the notice board somebody wants."""

from collections.abc import Iterable

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.members.models import Follow, Topic
from kiezkontor.notices.actions import come_back, leave
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.bulk import insert_many


@transaction.atomic
def follow(topics: Iterable[Topic], *, wants_mail: bool, district: District, by: Viewer) -> None:
    """Mail for each new post of these topics and no others; without wants_mail none about the board at all."""
    if by.person is None:
        raise ValueError("Only a person follows topics.")
    chosen = {topic.pk: topic for topic in topics if topic.district_id == district.pk}
    own = Follow.objects.filter(person=by.person, topic__district=district)
    gone, _tables = own.exclude(topic__in=chosen).delete()
    known = set(own.values_list("topic", flat=True))
    new = [Follow(person=by.person, topic=topic) for pk, topic in sorted(chosen.items()) if pk not in known]
    insert_many(new)
    if wants_mail:
        turned = come_back(by.person.email, Kind.BOARD, scope_id=district.pk, by=by)
    else:
        turned = leave(by.person.email, Kind.BOARD, scope_id=district.pk)
    if gone or new or turned:
        record("board.topics_chosen", district, by=by, district=district)
