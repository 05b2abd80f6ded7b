"""How whoever wrote something is called: by their name as long as they look after the member, then by that alone."""

from collections.abc import Iterable

from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.members import access
from kiezkontor.members.models import Written


def full_name(written: Written) -> str:
    name = written.person.name if written.person else ""
    return f"{name}, {written.organisation}" if name else str(written.organisation)


def names_of(several: Iterable[Written], district: District) -> dict[tuple[str, int], str]:
    """By table and key: who wrote it, as members read it today; one statement."""
    listed = list(several)
    today = timezone.localdate()
    current = access.current_pairs(district, {each.person_id for each in listed}, on=today) if listed else set()
    return {
        (each._meta.model_name or "", each.pk): (
            full_name(each)
            if each.person_id is not None and (each.person_id, each.organisation_id) in current
            else str(each.organisation)
        )
        for each in listed
    }
