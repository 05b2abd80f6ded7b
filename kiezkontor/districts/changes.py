"""Whether published pages still hold: what changed where, summed up in one mark a district."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Sum

from kiezkontor.districts.models import District
from kiezkontor.districts.models.changes import EVERYWHERE, PageChange, random_mark
from kiezkontor.shared.bulk import insert_values

type Marks = Mapping[int, tuple[int, int]]

KEPT = timedelta(days=1)
TOLD_ELSEWHERE = frozenset({"district", "operator", "programme", "project"})
# An address that gets no mail from anywhere: no district's profile offers to write to it.
MARKED_ADDRESS = "address"
# What visitors may do and no page shows: nobody makes all pages anew by writing to an office.
SHOWN_NOWHERE = frozenset(
    {
        *("report.received", "entry.contacted", "entry.said_to_be_own"),
        *("organisation.invited", "organisation.informed", "organisation.corrections_noted"),
        *("voice.received", "voice.mail_confirmed", "voice.comment_received"),
    }
)
# How deeds begin that are about what an office knows and keeps to itself.
KEPT_INSIDE = frozenset(
    {
        *("task", "activation", "talk", "support", "interview", "filter", "contact", "entry_request", "letters"),
        *(
            "steward",
            "hold",
            "data",
            "invitation",
            "board",
            "firstcontact",
            "relation",
            "registration",
            "owncalendar",
            "minutes",
            "attendance",
            "vacancy",
            "seeker",
            "enquiry",
            "streetmix",
            "letting",
            "viewing",
            "subscription",
            "negotiation",
            "rentmodel",
        ),
    }
)

# Called with the scopes whose published pages do not hold any longer, once the change is committed.
pages_outdated: list[Callable[[Collection[int]], None]] = []


def tell_changed(district_ids: Collection[int]) -> None:
    """Say, inside the transaction of a change, that pages of these districts may show it."""
    if not district_ids:
        return
    scopes = sorted(district_ids)
    insert_values(PageChange, ["scope", "mark"], ((scope, random_mark()) for scope in scopes))
    transaction.on_commit(lambda: _tell_outdated(scopes), robust=True)


def tell_deed(verb: str, district_id: int | None) -> None:
    """As `tell_changed`, for a deed in a district; what is told of districts and projects shows elsewhere as well."""
    about = verb.partition(".")[0]
    if verb in SHOWN_NOWHERE or about in KEPT_INSIDE:
        return
    if about in TOLD_ELSEWHERE or (about == MARKED_ADDRESS and district_id is None):
        tell_changed([EVERYWHERE])
    elif district_id is not None:
        tell_changed_around(district_id)


def tell_changed_around(district_id: int) -> None:
    """As `tell_changed`, for the district and all whose areas may overlap with it: they share houses and streets."""
    around = District.objects.order_by().around(district_id).values_list("pk", flat=True)
    tell_changed({district_id, *around})


def _tell_outdated(scopes: Collection[int]) -> None:
    for listener in pages_outdated:
        listener(scopes)


def marks() -> Marks:
    """Of every scope how many changes there were and their marks summed up; one statement."""
    rows = PageChange.objects.order_by().values_list("scope").annotate(Count("pk"), Sum("mark"))
    return {scope: (count, int(total)) for scope, count, total in rows}


def mark_of(district_id: int, known: Marks) -> str:
    """What a page of the district is kept under; another one after any change that it may show."""
    numbers = (*known.get(EVERYWHERE, (0, 0)), *known.get(district_id, (0, 0)))
    return ".".join(f"{number:x}" for number in numbers)


@transaction.atomic
def forget_changes(*, before: datetime) -> int:
    """Put one row a scope in the place of old changes; pages are published anew then. Returns how many went."""
    old = PageChange.objects.filter(at__lt=before)
    scopes = set(old.order_by().values_list("scope", flat=True).distinct())
    gone, _by_model = old.delete()
    tell_changed(scopes)
    return gone
