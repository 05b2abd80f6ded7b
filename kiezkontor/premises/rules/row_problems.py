"""What is wrong in single rows of a table, and equal problems told together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiezkontor.premises.rules.sentences import Sentence

# More different ones nobody reads through; they have one cause, such as a wrong column.
MOST_OF_A_KIND = 20
# What is wrong with a place or a repetition is another matter in each row.
MOST_OF_PLACES = 100


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one line and what to do. left_out: False when the row goes in all the same.

    column: the heading of the cell it is about, as the file has it; "" where it is about the whole row.
    is_own_matter: no cause in common with others of the kind is to be expected, so that more are told one by one.
    """

    line: int
    sentence: Sentence
    left_out: bool = True
    column: str = ""
    is_own_matter: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows told of together. lines: ascending, at least one.

    is_rest: they have the same kind of problem with other words or numbers in it; `sentence` is that of the first.
    """

    column: str
    sentence: Sentence
    lines: tuple[int, ...]
    is_rest: bool = False


def grouped(problems: Iterable[RowProblem], *, most: int = MOST_OF_A_KIND) -> list[Group]:
    """Equal problems as one, those of most rows first, then in the order of the file.

    most: how many different ones of a kind are told one by one; all others of that kind come as one, at the end.
    """
    found: dict[tuple[str, str, bool], dict[str, tuple[Sentence, list[int]]]] = {}
    for problem in problems:
        kind = found.setdefault((problem.column, problem.sentence.text, problem.is_own_matter), {})
        kind.setdefault(str(problem.sentence), (problem.sentence, []))[1].append(problem.line)
    groups = [
        group
        for (column, _text, is_own_matter), kind in found.items()
        for group in _of_one_kind(column, kind.values(), max(most, MOST_OF_PLACES) if is_own_matter else most)
    ]
    return sorted(groups, key=lambda group: (group.is_rest, -len(group.lines), group.lines[0]))


def _of_one_kind(column: str, alike: Iterable[tuple[Sentence, list[int]]], most: int) -> list[Group]:
    largest = sorted(alike, key=lambda same: (-len(same[1]), same[1][0]))
    groups = [Group(column, sentence, tuple(lines)) for sentence, lines in largest[:most]]
    if rest := largest[most:]:
        lines = sorted(line for _sentence, lines in rest for line in lines)
        groups.append(Group(column, rest[0][0], tuple(lines), is_rest=True))
    return groups


def stretches(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of those that follow each other."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found
