"""What the notice board shows of posts and replies."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.members import access
from kiezkontor.members.models import Post, Reply, Written
from kiezkontor.members.naming import names_of


@dataclass(frozen=True)
class Note:
    """A post or a reply as it is read. writer: "Hanna Muster, Laden", or the member alone."""

    written: Post | Reply
    writer: str
    is_own: bool


def notes_of(viewer: Viewer, district: District, written: Iterable[Post | Reply]) -> list[Note]:
    listed = list(written)
    names = names_of(listed, district)
    return [Note(each, names[key_of(each)], access.is_own(viewer, each)) for each in listed]


def key_of(written: Written) -> tuple[str, int]:
    return (written._meta.model_name or "", written.pk)
