"""What is wrong in the rows of a table, told to whoever brought it."""

from collections.abc import Iterable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kiezkontor.premises.rules.row_problems import Group, RowProblem, grouped, stretches
from kiezkontor.premises.rules.sentences import Sentence

# As much as a page can say in one paragraph; lines that follow each other are one stretch.
MOST_STRETCHES = 5_000


def translated(sentence: Sentence) -> str:
    """A rule's sentence in the language of the reader."""
    return _(sentence.text) % sentence.values if sentence.values else _(sentence.text)


def told(problems: Iterable[RowProblem]) -> list[str]:
    """One text for all rows with the same problem, in the active language."""
    return [in_words(group) for group in grouped(problems)]


def in_words(group: Group) -> str:
    values = {"line": group.lines[0], "column": group.column, "sentence": translated(group.sentence)}
    if len(group.lines) == 1 and not group.is_rest:
        text = (
            _("Line %(line)s, column “%(column)s”: %(sentence)s") if group.column else _("Line %(line)s: %(sentence)s")
        )
        return text % values
    values |= {"count": in_groups(len(group.lines)), "lines": lines_in_words(group.lines)}
    if group.is_rest:
        return rest_in_words(group) % values
    if group.column:
        return _("In %(count)s rows, column “%(column)s”: %(sentence)s These are lines %(lines)s.") % values
    return _("In %(count)s rows: %(sentence)s These are lines %(lines)s.") % values


def rest_in_words(group: Group) -> str:
    if group.column:
        return _(
            "And %(count)s more of this kind in column “%(column)s”, such as: %(sentence)s These are lines %(lines)s."
        )
    return _("And %(count)s more of this kind, such as: %(sentence)s These are lines %(lines)s.")


def lines_in_words(lines: Sequence[int]) -> str:
    """The numbers of lines, of long stretches the first and the last."""
    named, told = [], 0
    for first, last in stretches(lines)[:MOST_STRETCHES]:
        named += [f"{first}–{last}"] if last - first > 1 else [str(line) for line in range(first, last + 1)]
        told += last - first + 1
    text, more = ", ".join(named), len(lines) - told
    return _("%(lines)s and %(more)s more") % {"lines": text, "more": in_groups(more)} if more else text


def in_groups(number: int) -> str:
    """A number of rows as a page writes it, such as 12,345."""
    return number_format(number, force_grouping=True)
