"""What an import tells of itself as a whole: its day, and how it stands to the imports before."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.problems_in_words import in_groups, lines_in_words


def undated(taken: date, *, by_form: bool) -> list[str]:
    """That the day had to be guessed, and how to say it."""
    text = (
        _("The file names no date; %(day)s was taken, the day of the import. The form of an import takes another one.")
        if by_form
        else _("The file names no date; %(day)s was taken, the day of the import; --date sets another one.")
    )
    return [text % {"day": in_words(taken)}]


def older(newer: Sequence[SourceRun], on: date) -> list[str]:
    """That the source was heard on a later day before; nothing where it was not."""
    if not newer:
        return []
    return [
        _(
            "This file speaks of %(day)s, an import before it already of %(newer)s; what is known since then stays, "
            "and nothing is proposed that would undo it."
        )
        % {"day": in_words(on), "newer": in_words(max(row.reference_on for row in newer))}
    ]


def left(already: Mapping[str, int], *, beyond: int) -> list[str]:
    """Of the differences a run leaves: how many were there before, and how many would let the boundary grow."""
    return [*_waiting(already), *_beyond(beyond)]


def _waiting(already: Mapping[str, int]) -> list[str]:
    count = sum(already.values())
    if not count:
        return []
    text = ngettext(
        "%(count)s of its differences was already waiting for a decision since an import before.",
        "%(count)s of its differences were already waiting for a decision since an import before.",
        count,
    )
    return [text % {"count": in_groups(count)}]


def _beyond(count: int) -> list[str]:
    """That the boundary waits for a decision."""
    if not count:
        return []
    text = ngettext(
        "%(count)s of its differences lies outside of the boundary so far; when it is accepted, the boundary grows to "
        "that of the file.",
        "%(count)s of its differences lie outside of the boundary so far; when one of them is accepted, the boundary "
        "grows to that of the file.",
        count,
    )
    return [text % {"count": in_groups(count)}]


def shared(units: Mapping[str, int]) -> list[str]:
    """That houses of this district lie in others too, so that their figures and pages change as well."""
    return [
        ngettext(
            "%(count)s of the units read also lies in %(district)s and counts there as well.",
            "%(count)s of the units read also lie in %(district)s and count there as well.",
            count,
        )
        % {"count": in_groups(count), "district": name}
        for name, count in units.items()
    ]


def other_categories(lines: Sequence[int]) -> list[str]:
    """That a table says another trade of who is known there."""
    if not lines:
        return []
    text = ngettext(
        "%(count)s row names another category than was known of who is there; from the day of the table on it counts "
        "for the use. It is line %(lines)s.",
        "%(count)s rows name another category than was known of who is there; from the day of the table on it counts "
        "for the use. These are lines %(lines)s.",
        len(lines),
    )
    return [text % {"count": in_groups(len(lines)), "lines": lines_in_words(sorted(lines))}]


def in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
