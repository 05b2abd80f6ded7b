"""The pages of text a district answers for: what the office wrote, or a complete default from what is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import nh3
from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kiezkontor.districts.models import District, DistrictText, Operator, SignLanguageVideo
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.rules.missing import TextFacts
from kiezkontor.districts.rules.state_law import StateLaw, law_of, privacy_authority

LANGUAGES = ("de", "en")
TAGS = {"a", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong", "table"} | {
    *("tbody", "td", "th", "thead", "tr", "ul")
}
SCHEMES = {"http", "https", "mailto", "tel"}
LOWEST_HEADING = 4

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class PageText:
    """A text as a page shows it. language: of the text itself, which may differ from the page's."""

    kind: str
    title: str
    html: SafeString
    language: str
    is_default: bool
    reviewed_on: date | None = None


def rendered(markdown: str) -> SafeString:
    """Markdown as clean HTML; raw HTML is shown as text, headings start at level 2, dangerous links go."""
    tokens = _markdown.parse(markdown)
    set_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener"))


def set_headings(tokens: list[Token]) -> None:
    """Below the page's own heading and without gaps: the highest becomes h2, none lies two levels below the last."""
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    level = 1
    for token in headings:
        if token.type == "heading_open":
            level = min(LOWEST_HEADING, level + 1, int(token.tag[1]) - highest + 2)
        token.tag = f"h{level}"


def page_text(district: District, kind: str, language: str) -> PageText:
    """The office's own text in the language, else its German one, else the default in the language."""
    own = {text.language: text for text in DistrictText.objects.filter(district=district, kind=kind)}
    found = own.get(language[:2]) or own.get("de")
    title = str(DistrictText.Kind(kind).label)
    if found is not None and found.body.strip():
        return PageText(kind, title, rendered(found.body), found.language, False, found.reviewed_on)
    language = language[:2] if language[:2] in LANGUAGES else "de"
    return PageText(kind, title, rendered(default_markdown(district, kind, language)), language, True)


def default_markdown(district: District, kind: str, language: str) -> str:
    """The text a new district starts with, in Markdown, made from its data."""
    operator = operator_of(district)
    context = {
        "district": district,
        "provider": provider_of(district, operator),
        "operator": operator,
        "office_phone": phone_as_printed(district.office_phone),
        "law": law_of(district.federal_state),
        "privacy": authority_of(district),
        "has_video": SignLanguageVideo.objects.filter(district=district, is_shown=True).exists(),
        "installation_url": settings.INSTALLATION_URL.rstrip("/"),
    }
    with translation.override(language):
        context["state"] = str(district.get_federal_state_display())
        return render_to_string(f"districts/texts/{kind}.{language}.md", context)


def operator_of(district: District) -> Operator | None:
    """Who carries the district's newest project that names its operator."""
    project = district.projects.filter(operator__isnull=False).select_related("operator").first()
    return project.operator if project else None


def authority_of(district: District) -> tuple[str, str]:
    return privacy_authority(district.federal_state, public_body=district.is_public_authority)


@dataclass(frozen=True)
class Provider:
    """Who answers for the pages of a district, as far as it is known; empty texts where it is not."""

    name: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str

    @property
    def phone_as_printed(self) -> str:
        return phone_as_printed(self.phone)

    @property
    def has_address(self) -> bool:
        return bool(self.street and self.postcode and self.city)


def provider_of(district: District, operator: Operator | None) -> Provider:
    """The office with its own address, else the operator of the project, else the district's name alone."""
    if operator is not None and not (district.office_street and district.office_city):
        place = (operator.street, operator.postcode, operator.city)
    else:
        place = (district.office_street, district.office_postcode, district.office_city)
    name = operator.name if operator is not None else district.office_name
    return Provider(
        name or district.office_name or district.official_name or district.name,
        *place,
        phone=district.office_phone or (operator.phone if operator else ""),
        email=district.office_email or (operator.email if operator else ""),
    )


class _Written(NamedTuple):
    language: str
    body: str
    reviewed_on: date | None


def _texts_and_video(district: District) -> QuerySet[District, Any]:
    """Kind, language, body, day of the last review of each text, and whether the video is shown, None without one.

    One row at least; without texts what is of them is None.
    """
    found = District.objects.order_by().filter(pk=district.pk)
    texts = ("texts__kind", "texts__language", "texts__body", "texts__reviewed_on")
    return found.values_list(*texts, "sign_language_video__is_shown")


def facts_of(district: District, *, on: date) -> dict[str, TextFacts]:
    """By kind of text: what the rule on missing facts asks about, in two queries."""
    provider = provider_of(district, operator_of(district))
    own: dict[str, list[_Written]] = {kind: [] for kind in DistrictText.Kind.values}
    rows = list(_texts_and_video(district))
    video_is_shown: bool | None = rows[0][-1]
    for kind, language, body, reviewed_on, _is_shown in rows:
        if body and body.strip():
            own[kind].append(_Written(language, body, reviewed_on))
    return {
        kind: TextFacts(
            kind=kind,
            languages=frozenset(text.language for text in texts),
            german=next((text.body for text in texts if text.language == "de"), ""),
            has_address=provider.has_address,
            has_email=bool(provider.email),
            has_phone=bool(provider.phone),
            has_video=video_is_shown is not None,
            shows_video=bool(video_is_shown),
            reviewed_on=min((text.reviewed_on for text in texts if text.reviewed_on), default=None),
            on=on,
        )
        for kind, texts in own.items()
    }


__all__ = ["LANGUAGES", "PageText", "StateLaw", "default_markdown", "facts_of", "page_text", "rendered"]
