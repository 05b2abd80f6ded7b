"""Which entries and hours people may see. Entries hold only what is public, so everybody sees them all."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.directory.known import Says
from kiezkontor.directory.models import Entry, EntryQuerySet
from kiezkontor.directory.rules.known_hours import KnownHours
from kiezkontor.directory.rules.public_fields import Contact, public_contact
from kiezkontor.directory.rules.slugs import organisation_of
from kiezkontor.districts.models import District
from kiezkontor.methods.fair_order import PRIME, fair_order
from kiezkontor.methods.opening_hours import Interval, joined
from kiezkontor.organisations.models import (
    FieldClaim,
    Merge,
    OpeningInterval,
    OpeningPattern,
    Organisation,
    Photo,
    SourceRecord,
    SourceRun,
)
from kiezkontor.shared.prepared import Prepared


def visible_to(viewer: Viewer, district: District) -> EntryQuerySet:
    del viewer  # the read model holds nothing that somebody may not see
    return visible_in(district.pk)


def visible_in(district: int) -> EntryQuerySet:
    """What everybody may see in the district of this key, for statements that are written once."""
    return Entry.objects.filter(district=district)


def counts_by_district() -> dict[int, int]:
    """How many entries each district has, by its id; a district without any is missing. One query."""
    return dict(Entry.objects.values_list("district").annotate(count=Count("pk")).order_by())


@Prepared
def _of_slug(*, district: int, slug: str) -> QuerySet[Entry]:
    latest = SourceRecord.objects.filter(organisation=OuterRef("organisation"))
    latest = latest.order_by("-last_run__reference_on", "-pk")
    entries = visible_in(district).filter(slug=slug)
    return entries.select_related("organisation", "category", "sub_location").annotate(
        seen_in=Subquery(latest.values("source")[:1]),
        seen_on=Subquery(latest.values("last_run__reference_on")[:1]),
        is_independent=known_as_independent(),
    )


def entry_or_404(viewer: Viewer, district: District, slug: str) -> Entry:
    """One entry with all a profile shows of it, and which source speaks of it last.

    is_independent: whether that is known.
    seen_in, seen_on: kind and day of the latest source; None where none knows of it.
    """
    del viewer  # as in `visible_to`
    entry = next(iter(_of_slug(district=district.pk, slug=slug)), None)
    if entry is None:
        raise Http404(_("There is no entry of this name in the district."))
    entry.district = district
    return entry


def known_as_independent() -> Combinable:
    """The condition on entries that they are part of no chain and somebody has looked.

    The map names brands, who confirms an entry sees all of it, and the office may say so. Of the others nobody has
    said it, although they are noted as no chain.
    """
    on_the_map = Exists(SourceRecord.objects.filter(organisation=OuterRef("organisation"), source=SourceRun.Kind.OSM))
    said = Exists(FieldClaim.objects.filter(organisation=OuterRef("organisation"), field="is_chain"))
    known = Q(is_confirmed=True) | Q(on_the_map) | Q(said)
    return ExpressionWrapper(Q(is_chain=False) & known, output_field=BooleanField())


def photos_of(entry: Entry) -> list[Photo]:
    """Those that may be published, in the office's order; asks only where the entry shows one."""
    if not entry.photo:
        return []
    return list(Photo.objects.filter(organisation=entry.organisation_id, is_public=True).order_by("position", "pk"))


@Prepared
def _claims(*, organisation: int, after: date) -> QuerySet[FieldClaim]:
    claims = FieldClaim.objects.filter(organisation=organisation, said_on__gt=after)
    return claims.order_by("-said_on", "basis", "field")


def claims_since(entry: Entry, day: date | None) -> list[FieldClaim]:
    """What the office entered of an organisation with what was said after a day, the latest first; None for all."""
    return _claims(organisation=entry.organisation_id, after=day or date.min)


def new_slug_of(viewer: Viewer, district: District, slug: str) -> str | None:
    """Where the entry of an older address is today; None when it is not here (any more)."""
    organisation = organisation_of(slug)
    if organisation is None or organisation >= 2**63:
        return None
    today = Merge.objects.kept_of([organisation]).get(organisation, organisation)
    found = visible_to(viewer, district).filter(organisation=today).exclude(slug=slug)
    return found.values_list("slug", flat=True).first()


def public_contact_of(organisation: Organisation | Says) -> Contact:
    """The only way by which contact data of an organisation reach the public; asks for consent where it is needed."""
    return public_contact(
        phone=organisation.phone,
        website=organisation.website,
        email=organisation.email,
        email_is_public=organisation.email_is_public,
        is_confirmed=organisation.is_confirmed,
        is_sole_trader=organisation.is_sole_trader,
        has_consented=organisation.is_sole_trader
        and FieldClaim.objects.filter(organisation=organisation.pk, basis=FieldClaim.Basis.CONSENT).exists(),
    )


def in_fair_order(entries: EntryQuerySet, district: District, *, on: date) -> EntryQuerySet:
    """The draw of the day, computed by the database as in methods.fair_order."""
    draw = fair_order(on.isoformat(), district.pk)
    number = Cast(F("shuffle"), BigIntegerField())
    key: Combinable = Value(draw.coefficients[0], output_field=BigIntegerField())
    for coefficient in draw.coefficients[1:]:
        key = (key * number + Value(coefficient, output_field=BigIntegerField())) % Value(PRIME)
    return entries.order_by(key, "pk")


def by_distance(entries: EntryQuerySet, lat: float, lon: float, *, narrowing: float) -> EntryQuerySet:
    """Nearest first, measured on a plane. narrowing: of a degree of longitude against one of latitude, its cosine."""
    north = F("lat") - Value(lat, output_field=FloatField())
    east = (F("lon") - Value(lon, output_field=FloatField())) * Value(narrowing, output_field=FloatField())
    return entries.order_by(north * north + east * east, "pk")


def is_open_at(moment: datetime) -> Exists:
    """The condition on entries that they are certainly open at an aware moment; guessed hours do not count."""
    return Exists(
        OpeningInterval.objects.filter(
            pattern=OuterRef("pattern"), opens_at__lte=moment, closes_at__gt=moment, certain=True
        )
    )


def next_to_open(
    entries: EntryQuerySet, *, after: datetime, until: datetime, most: int
) -> list[tuple[datetime, Entry]]:
    """When which entries certainly open next after a moment and before `until`, soonest first; one statement."""
    openings = OpeningInterval.objects.filter(
        pattern=OuterRef("pattern"), opens_at__gt=after, opens_at__lt=until, certain=True
    )
    soonest = Subquery(openings.order_by("opens_at").values("opens_at")[:1])
    opening = entries.annotate(opens_next=soonest).filter(opens_next__isnull=False)
    lean: Any = opening.only("slug", "name", "category_de", "category_en").order_by("opens_next", "sort_name", "pk")
    return [(entry.opens_next, entry) for entry in lean[:most]]


@Prepared
def _near_hours(*, patterns: Sequence[int], since: datetime, until: datetime, today: date) -> QuerySet[Any, Any]:
    touching = Q(intervals__closes_at__gt=since, intervals__opens_at__lt=until)
    return (
        OpeningPattern.objects.filter(pk__in=patterns, problem="", computed_until__gt=today)
        .annotate(near=FilteredRelation("intervals", condition=touching))
        .order_by("pk", "near__opens_at")
        .values_list("pk", "computed_until", "near__opens_at", "near__closes_at", "near__certain")
    )


def openings(pattern_ids: Collection[int | None], *, since: datetime, until: datetime) -> dict[int, KnownHours]:
    """Pattern id → its open times that touch [since, until), ascending; empty where it is closed all the time.

    Patterns that cannot be read are missing, and so are those nobody has worked out up to `since`: nothing is known.
    Nights are stored in one piece or cut at midnight, depending on when they were worked out; here they are whole.
    """
    wanted = {pattern for pattern in pattern_ids if pattern is not None}
    if not wanted:
        return {}
    rows = _near_hours(patterns=sorted(wanted), since=since, until=until, today=timezone.localdate(since))
    found: dict[int, KnownHours] = {}
    for pattern, known_until, opens_at, closes_at, certain in rows:
        assert known_until is not None  # the filter sees to it
        if pattern not in found:
            found[pattern] = KnownHours([], timezone.make_aware(datetime.combine(known_until, time())))
        if opens_at is not None:
            found[pattern].intervals.append(Interval(opens_at, closes_at, certain))
    return {pattern: KnownHours(joined(known.intervals), known.until) for pattern, known in found.items()}
