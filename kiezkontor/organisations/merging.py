"""What names an organisation and how it follows when two entries become one."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.models import F, ForeignKey, Q, UniqueConstraint
from django.utils import timezone

from kiezkontor.districts.models import Consent
from kiezkontor.notices.models import LetterRun, PersonalLink, WrittenLetter
from kiezkontor.organisations import hooks
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import (
    DataNotice,
    FieldClaim,
    Membership,
    Organisation,
    Relation,
    Steward,
    ToldApart,
)
from kiezkontor.organisations.released import PUBLISH
from kiezkontor.organisations.rules.merging import Period, joined_periods
from kiezkontor.organisations.rules.purposes import ABOUT_ENTRIES

type Column = ForeignKey[Any, Any]


def references() -> list[Column]:
    """Every foreign key to an organisation, also those nothing leads back from; those of areas above first."""
    found = Organisation._meta.get_fields(include_hidden=True)
    return [each.field for each in reversed(found) if isinstance(each, models.ManyToOneRel)]


def name_of(column: Column) -> str:
    return f"{column.model._meta.label}.{column.name}"


def needs_a_rule(column: Column) -> bool:
    """Whether two rows that name different organisations may not both name the same one."""
    constraints = column.model._meta.constraints
    unique = [each for each in constraints if isinstance(each, UniqueConstraint)]
    return column.unique or any(column.name in each.fields or each.expressions for each in unique)


def move_references(journal: Journal, kept: int, absorbed: int) -> None:
    """Let everything that names the absorbed organisation name the kept one. ValueError where something cannot."""
    for column in references():
        rule = hooks.merge_rules.get(name_of(column))
        if rule is not None:
            rule(journal, kept, absorbed)
        elif needs_a_rule(column):
            raise ValueError(f"{name_of(column)} stands under a unique constraint and needs a rule in merge_rules.")
        else:
            journal.move(rows_naming(column, absorbed), column.attname, before=absorbed, after=kept)
    for follow in hooks.loose_merge_rules:
        follow(journal, kept, absorbed)


def still_named(organisation: int) -> list[str]:
    """The columns in which an organisation is still named; none once everything has moved."""
    return [name_of(column) for column in references() if rows_naming(column, organisation).exists()]


def rows_naming(column: Column, organisation: int) -> models.QuerySet[Any]:
    return column.model._base_manager.filter(**{column.attname: organisation})


def join_periods(model: type[models.Model], who: str) -> Callable[[Journal, int, int], None]:
    """A rule for rows that hold during a half-open period: what overlaps becomes one, all others move."""

    def follow(journal: Journal, kept: int, absorbed: int) -> None:
        rows: dict[int, Any] = {
            row.pk: row for row in model._base_manager.filter(organisation_id__in=[kept, absorbed]).order_by("pk")
        }
        of_kept, of_absorbed = (
            [
                Period(row.pk, getattr(row, who), row.from_on, row.until_on)
                for row in rows.values()
                if row.organisation_id == organisation
            ]
            for organisation in (kept, absorbed)
        )
        for joined in joined_periods(of_kept, of_absorbed):
            for key in joined.gone:
                journal.remove(rows[key])
            journal.change(
                rows[joined.period.key], {"from_on": joined.period.from_on, "until_on": joined.period.until_on}
            )
        left = model._base_manager.filter(organisation_id=absorbed)
        journal.move(left, "organisation_id", before=absorbed, after=kept)

    return follow


def drop_claims(journal: Journal, kept: int, absorbed: int) -> None:
    """The claims that went along with their values are the kept one's by now."""
    del kept
    for claim in FieldClaim.objects.filter(organisation_id=absorbed).order_by("pk"):
        journal.remove(claim)


def keep_apart(journal: Journal, kept: int, absorbed: int) -> None:
    """Who is told apart from the absorbed one is so from the kept one; from each other they are no longer."""
    for row in ToldApart.objects.filter(Q(first=absorbed) | Q(second=absorbed)).order_by("pk"):
        other = row.second_id if row.first_id == absorbed else row.first_id
        journal.remove(row)
        first, second = sorted((kept, other))
        if other != kept and not ToldApart.objects.filter(first=first, second=second).exists():
            said = {"district_id": row.district_id, "told_at": row.told_at, "told_by_id": row.told_by_id}
            journal.create(ToldApart(first_id=first, second_id=second, **said))


def move_relations(journal: Journal, kept: int, absorbed: int) -> None:
    """Nobody stands in a relation to itself, and one open relation of a kind is enough."""
    for row in Relation.objects.filter(Q(one=absorbed) | Q(other=absorbed)).order_by("pk"):
        one, other = (kept if end == absorbed else end for end in (row.one_id, row.other_id))
        same = Relation.objects.filter(district=row.district_id, kind=row.kind, one=one, other=other, until_on=None)
        if one == other or (row.until_on is None and same.exists()):
            journal.remove(row)
        else:
            journal.change(row, {"one_id": one, "other_id": other})


def keep_one_notice(journal: Journal, kept: int, absorbed: int) -> None:
    """Who was told by a district's office is told; one note of it is enough."""
    told = set(DataNotice.objects.filter(organisation_id=kept).values_list("district_id", flat=True))
    for notice in DataNotice.objects.filter(organisation_id=absorbed, district_id__in=told).order_by("pk"):
        journal.remove(notice)
    rest = DataNotice.objects.filter(organisation_id=absorbed)
    journal.move(rest, "organisation_id", before=absorbed, after=kept)


def move_links(journal: Journal, kept: int, absorbed: int) -> None:
    """Links in mails and codes of letters open the kept entry."""
    links = PersonalLink.objects.filter(purpose__startswith=ABOUT_ENTRIES, subject_id=absorbed)
    journal.move(links, "subject_id", before=absorbed, after=kept)


def move_letters(journal: Journal, kept: int, absorbed: int) -> None:
    """A run that is still being written writes to the kept one, once."""
    for run in LetterRun.objects.filter(purpose__startswith=ABOUT_ENTRIES).defer("pdf").order_by("pk"):
        if absorbed in run.subjects:
            journal.change(run, {"subjects": list(subjects_of(run, kept, absorbed))})
    written = WrittenLetter.objects.filter(run__purpose__startswith=ABOUT_ENTRIES, subject_id=absorbed)
    journal.move(written, "subject_id", before=absorbed, after=kept)


def subjects_of(run: LetterRun, kept: int, absorbed: int) -> Iterator[int]:
    seen: set[int] = set()
    for place, subject in enumerate(run.subjects):
        key = kept if subject == absorbed else subject
        if place < run.reached or key not in seen:
            yield key
        seen.add(key)


def move_consents(journal: Journal, kept: int, absorbed: int) -> None:
    """The proof goes along; where both said something on one purpose the later word holds, and one consent is valid."""
    about = Consent.objects.filter(subject_type=Organisation._meta.label_lower)
    both = about.filter(subject_id__in=[kept, absorbed])
    words: dict[tuple[int, str], dict[int, Consent]] = {}
    for consent in both.order_by(F("withdrawn_at").asc(nulls_last=True), "pk"):
        words.setdefault((consent.district_id, consent.purpose), {})[consent.subject_id] = consent
    for said in words.values():
        earlier, *later = sorted(said.values(), key=lambda each: each.withdrawn_at or each.given_at)
        if later and earlier.withdrawn_at is None:
            end_consent(journal, earlier, later[0], kept)
    journal.move(about.filter(subject_id=absorbed), "subject_id", before=absorbed, after=kept)


def end_consent(journal: Journal, earlier: Consent, later: Consent, kept: int) -> None:
    """Another one takes its place; or it was taken back, and what it covered is the owner's word again."""
    at, channel = later.withdrawn_at or timezone.now(), later.withdrawn_channel or earlier.channel
    journal.change(earlier, {"withdrawn_at": at, "withdrawn_channel": channel})
    if later.withdrawn_at is not None and earlier.purpose == PUBLISH:
        for claim in FieldClaim.objects.filter(organisation=kept, basis=FieldClaim.Basis.CONSENT).order_by("pk"):
            journal.change(claim, {"basis": FieldClaim.Basis.OWNER})


def register() -> None:
    hooks.merge_rules |= {
        "organisations.Membership.organisation": join_periods(Membership, "district_id"),
        "organisations.Steward.organisation": join_periods(Steward, "person_id"),
        "organisations.FieldClaim.organisation": drop_claims,
        "organisations.DataNotice.organisation": keep_one_notice,
        "organisations.ToldApart.first": keep_apart,
        "organisations.ToldApart.second": keep_apart,
        "organisations.Relation.one": move_relations,
        "organisations.Relation.other": move_relations,
    }
    hooks.loose_merge_rules += [move_links, move_letters, move_consents]
