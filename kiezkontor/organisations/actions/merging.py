"""Two entries that tell of one body become one, which can be undone; or they are told apart."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_rows
from kiezkontor.districts.models import District
from kiezkontor.organisations import access_merging, journal, merging, undoing
from kiezkontor.organisations.actions.editing import values_of, write
from kiezkontor.organisations.hooks import (
    tell_merge_undone,
    tell_organisations_edited,
    tell_organisations_merged,
)
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import FieldClaim, FoundDuplicates, Merge, Organisation, ToldApart
from kiezkontor.organisations.rules.duplicates import pairs_of
from kiezkontor.organisations.rules.merging import GROUPS
from kiezkontor.shared.errors import ActionRefused

# More than a person works through between two nights.
MOST_PAIRS = 2_000


@transaction.atomic
def merge(
    kept_pk: int,
    absorbed_pk: int,
    *,
    taken: Collection[str] = (),
    seen: Mapping[int, str] | None = None,
    reasons: Collection[str] = (),
    district: District,
    by: Viewer,
) -> Merge:
    """Let one entry take in another: everything that names the absorbed one names the kept one, then it is gone.

    taken: first fields of the groups whose values come from the absorbed one, each with its claim. seen: of both, by
    key, what `stamp` gave when they were compared; None asks nothing. That one of both does not want to be contacted
    holds for the one that stays.
    Refuses where one is gone or was changed meanwhile, so that of two people who merge at once one hears of the other,
    and where one is a member, or is looked after by people, of a network of another district alone whose office the
    viewer does not belong to: that is a matter of both offices, and done by the installation's team. What other offices
    know inside (talks, tasks, contacts) goes along unseen and stands in their log as well; saying here that there is
    any would tell of it.
    """
    both = locked(kept_pk, absorbed_pk)
    refuse_what_was_not_seen(both, seen)
    refuse_matters_of_others(list(both.values()), district=district, by=by)
    kept, absorbed = both[kept_pk], both[absorbed_pk]
    stayed = str(kept)
    made = Merge.objects.create(
        kept=kept,
        absorbed_id=absorbed.pk,
        absorbed_name=str(absorbed),
        district=district,
        reasons=sorted(reasons),
        merged_at=timezone.now(),
        merged_by=by.person,
    )
    notes = Journal()
    # First, because uses are derived by what was merged into what.
    notes.move(Merge.objects.filter(kept=absorbed), "kept_id", before=absorbed.pk, after=kept.pk)
    tell_organisations_merged(kept.pk, absorbed.pk)
    wait_for_those_who_name(both)
    kept.refresh_from_db()
    take_fields(notes, kept, absorbed, taken=taken, district=district)
    merging.move_references(notes, kept.pk, absorbed.pk)
    tell_organisations_edited([kept.pk, absorbed.pk])
    if named := merging.still_named(absorbed.pk):
        raise ValueError(f"Still named after a merge: {named}")
    notes.remove(absorbed)
    made.steps, made.districts = notes.steps, sorted(notes.districts | {district.pk})
    made.save(update_fields=["steps", "districts"])
    tell_offices("organisation.merged", made, stayed, by=by)
    return made


def tell_offices(verb: str, made: Merge, kept: str, *, by: Viewer) -> None:
    """Each office whose rows follow reads of it in its own log. kept: what the one that stays is called apart."""
    row = (made.kept_id, kept, {"name": made.absorbed_name, "absorbed": made.absorbed_id})
    for concerned in District.objects.filter(pk__in=made.districts).defer("boundary"):
        record_rows(verb, Organisation, [row], by=by, district=concerned)


def locked(*keys: int) -> dict[int, Organisation]:
    """The entries by key, locked in one order whoever asks. Their keys stay, as in `edit_organisation`."""
    if len(set(keys)) < len(keys):
        raise ActionRefused(_("This is one and the same entry. Please choose another one."), field="other")
    found = Organisation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    both = {each.pk: each for each in found}
    if len(both) < len(keys):
        raise ActionRefused(_("One of the two is gone: somebody has merged it meanwhile. Nothing was changed."))
    return both


def wait_for_those_who_name(both: Mapping[int, Organisation]) -> None:
    """Whoever is just writing a row that names one of them is done before it is moved, and nobody begins another."""
    list(Organisation.objects.select_for_update().filter(pk__in=both).order_by("pk").values_list("pk", flat=True))


def stamp(organisation: Organisation) -> str:
    """Another one after each change of an entry's own fields."""
    return organisation.changed_at.isoformat()


def refuse_what_was_not_seen(both: Mapping[int, Organisation], seen: Mapping[int, str] | None) -> None:
    if seen is not None and any(seen.get(key) != stamp(each) for key, each in both.items()):
        raise ActionRefused(
            _("Somebody has changed one of the two meanwhile. Nothing was merged; please compare them again.")
        )


def refuse_matters_of_others(organisations: Collection[Organisation], *, district: District, by: Viewer) -> None:
    others = access_merging.other_networks(by, organisations, district, on=timezone.localdate())
    if others:
        raise ActionRefused(
            _(
                "One of the two also belongs to another network: %(districts)s. Nothing was changed. Please ask the "
                "office there, and have the team of the installation merge them."
            )
            % {"districts": ", ".join(str(each) for each in others)}
        )


def refuse_merges_of_others(made: Merge, by: Viewer) -> None:
    if not access_merging.can_undo(by, made):
        raise ActionRefused(
            _("The office of %(district)s merged these two. Nothing was changed; please ask that office.")
            % {"district": made.district}
        )


def take_fields(
    notes: Journal, kept: Organisation, absorbed: Organisation, *, taken: Collection[str], district: District
) -> None:
    """Write the chosen values with their claims; later confirmation, earlier wish for quiet."""
    fields = [name for group in GROUPS if group[0] in taken for name in group]
    theirs, ours = values_of(absorbed), values_of(kept)
    before = Organisation.objects.get(pk=kept.pk)
    write(kept, {name: theirs[name] for name in fields if theirs[name] != ours[name]}, district=district)
    if "category" in fields:
        kept.keywords = absorbed.keywords
    kept.confirmed_on = latest(kept.confirmed_on, absorbed.confirmed_on)
    kept.do_not_contact_since, kept.do_not_contact_note, kept.do_not_contact_in_id = quiet_of(kept, absorbed)
    columns = [field.attname for field in Organisation._meta.concrete_fields if not field.primary_key]
    notes.change(before, {name: getattr(kept, name) for name in columns}, whole=False, noted=undoing.QUIET)
    take_claims(notes, kept, absorbed, fields)


def latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def quiet_of(kept: Organisation, absorbed: Organisation) -> tuple[date | None, str, int | None]:
    """Since when, what was said and in which district; words of two offices are not put together, the kept one's stay.

    Those of the other stay with the merge and come back when it is undone.
    """
    asked = [each for each in (kept, absorbed) if each.do_not_contact_since is not None]
    if not asked:
        return None, kept.do_not_contact_note, kept.do_not_contact_in_id
    since = min(each.do_not_contact_since for each in asked if each.do_not_contact_since)
    said = [each for each in asked if each.do_not_contact_note]
    heard_in = said[0].do_not_contact_in_id if said else asked[0].do_not_contact_in_id
    notes = dict.fromkeys(each.do_not_contact_note for each in said if each.do_not_contact_in_id == heard_in)
    return since, " · ".join(notes)[:200], heard_in


def take_claims(notes: Journal, kept: Organisation, absorbed: Organisation, fields: Collection[str]) -> None:
    """A value that was taken brings who said it; where both say the same, the later word holds."""
    claims = {
        (claim.organisation_id, claim.field): claim
        for claim in FieldClaim.objects.filter(organisation__in=[kept, absorbed])
    }
    theirs, ours = values_of(absorbed), values_of(kept)
    for name in sorted({field for _organisation, field in claims}):
        old, new = claims.get((kept.pk, name)), claims.get((absorbed.pk, name))
        same = name not in fields and theirs.get(name) == ours.get(name)
        if name not in fields and not (same and new and (old is None or new.said_on > old.said_on)):
            continue
        if new is None and old is not None:
            notes.remove(old)
        elif new is not None:
            said = {"basis": new.basis, "said_on": new.said_on, "entered_by_id": new.entered_by_id}
            if old is not None:
                notes.change(old, said)
            else:
                notes.create(FieldClaim(organisation=kept, field=name, **said))


@transaction.atomic
def undo(pk: int, *, district: District, by: Viewer) -> int:
    """Make two entries of one again, as they were; returns how many places stay because they were written to since.

    What was added since stays with the kept one; what was ended, withdrawn or refused since holds for both. Refuses
    where another district's office has merged them, but for the installation's team; where it was undone already, where
    the kept one has taken in another one since, which has to be undone first, where the values are kept no longer, and
    what `merge` refuses.
    """
    made = Merge.objects.select_for_update().get(pk=pk)
    refuse_merges_of_others(made, by)
    if made.undone_at is not None:
        raise ActionRefused(_("Somebody else has undone this already."))
    if not made.steps:
        raise ActionRefused(_("This was merged too long ago: what stood there before is kept no longer."))
    if Merge.objects.standing().filter(kept=made.kept_id, pk__gt=made.pk).exists():
        raise ActionRefused(_("This entry has taken in another one since. Please undo that first."))
    kept = locked(made.kept_id)[made.kept_id]
    refuse_matters_of_others([kept], district=district, by=by)
    made.undone_at, made.undone_by = timezone.now(), by.person
    made.save(update_fields=["undone_at", "undone_by"])
    held = undoing.what_holds_for_both(made)
    left = journal.undo(held.steps) + len(made.steps) - len(held.steps)
    undoing.publish_no_longer(held)
    tell_merge_undone(made, by)
    tell_organisations_merged(made.kept_id, made.absorbed_id)
    tell_organisations_edited([made.kept_id, made.absorbed_id])
    kept.refresh_from_db(fields=["name", "category"])
    tell_offices("organisation.parted", made, str(kept), by=by)
    return left


@transaction.atomic
def tell_apart(one: Organisation, other: Organisation, *, district: District, by: Viewer) -> ToldApart:
    """Note that two alike entries are two different bodies, so that nobody is asked again."""
    first, second = sorted(locked(one.pk, other.pk).values(), key=lambda each: each.pk)
    told, is_new = ToldApart.objects.get_or_create(
        first=first,
        second=second,
        defaults={"district": district, "told_at": timezone.now(), "told_by": by.person},
    )
    if is_new:
        record("organisation.told_apart", first, by=by, district=district, name=str(second))
    return told


@transaction.atomic
def take_back(told: ToldApart, *, district: District, by: Viewer) -> None:
    """Two entries that were told apart may be proposed as one again."""
    record("organisation.apart_taken_back", told.first, by=by, district=district, name=str(told.second))
    told.delete()


def merges_over(before: datetime) -> QuerySet[Merge]:
    """Entries merged before that moment of which it is still kept what stood in them."""
    return Merge.objects.filter(merged_at__lt=before).exclude(steps=[], absorbed_name="")


def forget_merges(old: QuerySet[Merge]) -> int:
    """Drop what stood in them; they cannot be undone then, and the absorbed one is still found as the kept one."""
    return old.update(steps=[], absorbed_name="")


@transaction.atomic
def find_duplicates(district: District, *, now: datetime) -> int:
    """Search all entries of a district for probable duplicates and keep what was found; returns how many pairs.

    Kept, not looked for anew at each opening, which would take longer than a page may (decision 0021).
    """
    entries = access_merging.compared_in(district)
    pairs = pairs_of(entries, access_merging.told_apart_among())
    told = [[pair.first, pair.second, pair.points, list(pair.reasons)] for pair in pairs[:MOST_PAIRS]]
    FoundDuplicates.objects.update_or_create(district=district, defaults={"found_at": now, "pairs": told})
    return len(pairs)


def find_all_duplicates(*, now: datetime) -> int:
    """The same in all districts, each in a transaction of its own."""
    return sum(find_duplicates(district, now=now) for district in District.objects.defer("boundary").order_by("pk"))
