from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kiezkontor.districts.models import District, FundingSource, Programme, Project
from kiezkontor.districts.rules.funding_sentence import Kind, Payer, funding_sentence, in_english
from kiezkontor.shared.spoken import Text, spoken_within


@dataclass(frozen=True)
class FundingEntry:
    """One place in the row of logos. label: also the alternative text; logo: a file with a url, or None."""

    label: str
    logo: Any


@dataclass(frozen=True)
class FundingLine:
    """Who pays for the district's project, in printed order; project None and the rest empty where nobody is named.

    sentence: HTML, in which names that stay German on other pages are marked.
    """

    project: Project | None
    sources: list[FundingSource]
    sentence: SafeString
    entries: list[FundingEntry]


NOBODY = FundingLine(None, [], SafeString(""), [])


def funding_line(district: District) -> FundingLine:
    """The funding line of the project that runs today, of the latest one otherwise. One statement, two where that
    project names nobody who pays.
    """
    projects = Project.objects.filter(districts=district).running_first(timezone.localdate())
    sources = list(_with_programmes(FundingSource.objects.filter(project=projects.values("pk")[:1]), "project"))
    project = sources[0].project if sources else projects.first()
    return NOBODY if project is None else line_of(project, sources)


def funding_line_of(project: Project) -> FundingLine:
    return line_of(project, list(_with_programmes(project.funding_sources.all())))


def _with_programmes(sources: QuerySet[FundingSource], *more: str) -> QuerySet[FundingSource]:
    return sources.select_related("programme__parent__parent__parent", *more)


def line_of(project: Project, sources: list[FundingSource], logos: Sequence[Any] | None = None) -> FundingLine:
    """From sources in printed order, stored or not; logos: one for each (a file with a url, or None), where not the
    stored ones are to be shown.
    """
    payers = [
        Payer(kind_of(source), source.name, tuple(each.name for each in chain_of(source.programme)))
        for source in sources
    ]
    sentence = funding_sentence(payers, get_language() or "de")
    names = [name for payer in payers for name in (payer.name, *payer.programme)]
    return FundingLine(project, sources, spoken_within(sentence, names), entries_of(sources, logos))


def called(source: FundingSource) -> str:
    if (get_language() or "de").startswith("de"):
        return source.name
    english = in_english(kind_of(source), source.name)
    return source.name if english == source.name else Text(english[:1].upper() + english[1:], "en")


def kind_of(source: FundingSource) -> Kind:
    return cast("Kind", source.kind)


def chain_of(programme: Programme | None) -> list[Programme]:
    """From the widest programme down to this one; at most four levels."""
    chain: list[Programme] = []
    while programme is not None and len(chain) < 4:
        chain.insert(0, programme)
        programme = programme.parent
    return chain


def entries_of(sources: list[FundingSource], logos: Sequence[Any] | None = None) -> list[FundingEntry]:
    """A logo or name for each payer, in English where the page is and knows how, then one for each of their programmes
    that has a logo, the widest first.
    """
    if logos is None:
        logos = [source.logo or None for source in sources]
    entries = [
        FundingEntry((source.logo_alt if logo else "") or called(source), logo)
        for source, logo in zip(sources, logos, strict=True)
    ]
    seen: set[int] = set()
    for programme in (each for source in sources for each in chain_of(source.programme)):
        if programme.logo and programme.pk not in seen:
            seen.add(programme.pk)
            entries.append(FundingEntry(programme.logo_alt or programme.name, programme.logo))
    return entries


def funding_in_words(district: District) -> str:
    """The sentence of the funding line as plain text, for paper; "" without one."""
    return unescape(strip_tags(funding_line(district).sentence)).strip()
