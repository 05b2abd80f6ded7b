"""Who runs the installation, and the legal pages of its own front page."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from kiezkontor.districts.models import DistrictText
from kiezkontor.districts.texts import LANGUAGES, PageText, rendered

KINDS = (DistrictText.Kind.IMPRINT, DistrictText.Kind.PRIVACY, DistrictText.Kind.ACCESSIBILITY)


@dataclass(frozen=True)
class InstallationProvider:
    """As the setting PROVIDER says it, one line: name, street, postcode and town, e-mail, telephone."""

    name: str
    lines: tuple[str, ...]
    email: str


def installation_provider() -> InstallationProvider:
    lines = [line.strip() for line in str(getattr(settings, "PROVIDER", "")).split("|") if line.strip()]
    email = next((line for line in lines if "@" in line), "")
    return InstallationProvider(lines[0] if lines else "", tuple(lines[1:]), email)


def texts_folder() -> Path:
    return Path(settings.DATA) / "texts"


def installation_text(kind: str, language: str) -> PageText:
    """The provider's own text from the data folder (texts/imprint.de.md), else a default that holds for every one.

    language: of the page; a German text stands in where there is no English one of the provider's own.
    Raises ValueError for a kind the installation has no page for.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    language = language[:2] if language[:2] in LANGUAGES else "de"
    title = str(DistrictText.Kind(kind).label)
    for found in dict.fromkeys((language, "de")):
        file = texts_folder() / f"{kind}.{found}.md"
        if file.is_file():
            return PageText(kind, title, rendered(file.read_text("utf-8")), found, False)
    with translation.override(language):
        template = f"districts/texts/installation_{kind}.{language}.md"
        markdown = render_to_string(template, {"provider": installation_provider()})
    return PageText(kind, title, rendered(markdown), language, True)
