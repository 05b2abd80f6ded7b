"""What is wrong in the rows of a table, told to whoever brought it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kiezkontor.premises.rules.row_problems import Group, RowProblem, grouped
from kiezkontor.premises.rules.sentences import Sentence

MOST_LINES = 40


def translated(sentence: Sentence) -> str:
    """A rule's sentence in the language of the reader."""
    return _(sentence.text) % sentence.values if sentence.values else _(sentence.text)


def told(problems: Iterable[RowProblem]) -> list[str]:
    """One text for all rows with the same problem, in the active language."""
    return [in_words(group) for group in grouped(problems)]


def in_words(group: Group) -> str:
    values = {"line": group.lines[0], "column": group.column, "sentence": translated(group.sentence)}
    if len(group.lines) == 1:
        text = (
            _("Line %(line)s, column “%(column)s”: %(sentence)s") if group.column else _("Line %(line)s: %(sentence)s")
        )
        return text % values
    values |= {"count": len(group.lines), "lines": lines_in_words(group.lines)}
    if group.column:
        return _("In %(count)s rows, column “%(column)s”: %(sentence)s These are lines %(lines)s.") % values
    return _("In %(count)s rows: %(sentence)s These are lines %(lines)s.") % values


def lines_in_words(lines: Sequence[int]) -> str:
    first = ", ".join(str(line) for line in lines[:MOST_LINES])
    if len(lines) <= MOST_LINES:
        return first
    return _("%(lines)s and %(more)s more") % {"lines": first, "more": len(lines) - MOST_LINES}
