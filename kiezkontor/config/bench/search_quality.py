"""How well the search answers the questions in tests/search_quality, asked of the extracts they were written for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.directory.actions import KIND
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.meanings import meant_by
from kiezkontor.districts.models import District
from kiezkontor.methods.ranking_quality import Answer, Quality, quality, quality_by, recall_at, reciprocal_rank
from kiezkontor.organisations.models import SourceRecord
from kiezkontor.premises.actions.imports import import_osm
from kiezkontor.search import index

STATES = {"karlsruhe": "BW", "garmisch": "BY", "berlin": "BE"}


class Question(Protocol):
    """As tests/search_quality/questions.py reads them."""

    @property
    def id(self) -> str: ...

    @property
    def extract(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def question(self) -> str: ...

    @property
    def best(self) -> tuple[str, ...]: ...

    @property
    def good(self) -> tuple[str, ...]: ...

    @property
    def part(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    found: index.Matches
    answer: Answer


def import_extracts(files: Mapping[str, Path], *, say: Callable[[str], None]) -> None:
    """Each extract as a district of its own, nothing else in it. files: name of the extract → file."""
    for slug, path in files.items():
        if not District.objects.filter(slug=slug).exists():
            state = next(state for town, state in STATES.items() if slug.startswith(town))
            import_osm(path, slug=slug, state=state, by=system_viewer("bench"), say=say)


def ask(questions: Sequence[Question]) -> list[Asked]:
    """What comes back for each question, as references to the objects of the extract."""
    districts = dict(District.objects.values_list("slug", "pk"))
    refs = dict(SourceRecord.objects.exclude(organisation=None).values_list("organisation_id", "ref"))
    of_entry = {pk: refs[organisation] for pk, organisation in Entry.objects.values_list("pk", "organisation_id")}
    asked = []
    for question in questions:
        found = index.matches(KIND, districts[question.extract], question.question, meaning=meant_by)
        ranked = tuple(of_entry[pk] for pk in found.ranked)
        asked.append(Asked(question, found, Answer(frozenset(question.best), frozenset(question.good), ranked)))
    return asked


def report(asked: Sequence[Asked]) -> dict[str, Any]:
    """MRR and recall@10 of each part, and of each kind within the part that may be looked at while tuning."""
    parts = quality_by((one.question.part, one.answer) for one in asked)
    kinds = quality_by((one.question.kind, one.answer) for one in asked if one.question.part == "tune")
    return {
        "all": rounded(quality(one.answer for one in asked)),
        **{part: rounded(found) for part, found in parts.items()},
        "tune_by_kind": {kind: rounded(found) for kind, found in sorted(kinds.items())},
    }


def rounded(found: Quality) -> dict[str, Any]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(found).items()}


def misses(asked: Sequence[Asked]) -> list[str]:
    """A line for each question of the part for tuning that is not answered in full."""
    lines = []
    for one in asked:
        if one.question.part != "tune":
            continue
        answer = one.answer
        if not answer.relevant:
            if answer.ranked:
                lines.append(
                    f"{one.question.id:<12} {one.question.question!r} should find nothing, found {len(answer.ranked)}"
                )
            continue
        rank, recall = reciprocal_rank(answer.ranked, answer.best), recall_at(answer.ranked, answer.relevant)
        if rank < 1 or recall < 1:
            lines.append(
                f"{one.question.id:<12} {one.question.question!r} rank {rank:.2f} recall {recall:.2f} "
                f"of {len(answer.relevant)}, found {len(answer.ranked)}"
                + (f", understood as {one.found.corrected_to!r}" if one.found.corrected_to else "")
                + (", any word" if one.found.any_word else "")
            )
    return lines
