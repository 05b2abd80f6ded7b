"""What is wrong in single rows of a table, and equal problems told together."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiezkontor.premises.rules.sentences import Sentence


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one line and what to do. left_out: False when the row goes in all the same.

    column: the heading of the cell it is about, as the file has it; "" where it is about the whole row.
    """

    line: int
    sentence: Sentence
    left_out: bool = True
    column: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with one and the same problem. lines: ascending, at least one."""

    column: str
    sentence: Sentence
    lines: tuple[int, ...]


def grouped(problems: Iterable[RowProblem]) -> list[Group]:
    """Equal problems as one, those of most rows first, then in the order of the file."""
    found: dict[tuple[str, str], tuple[Sentence, list[int]]] = {}
    for problem in problems:
        key = problem.column, str(problem.sentence)
        found.setdefault(key, (problem.sentence, []))[1].append(problem.line)
    groups = [Group(column, sentence, tuple(lines)) for (column, _text), (sentence, lines) in found.items()]
    return sorted(groups, key=lambda group: (-len(group.lines), group.lines[0]))
