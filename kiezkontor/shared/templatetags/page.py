"""Tags the page frames and components need: links in the other language, the current place, stable patterns."""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kiezkontor.shared.days import last_day
from kiezkontor.shared.fields import is_marked_optional
from kiezkontor.shared.markup import as_json
from kiezkontor.shared.mounting import district_path, installation_path, on_installation_host
from kiezkontor.shared.remembered import HOLDS, remembered
from kiezkontor.shared.spoken import lang_attribute, page_language
from kiezkontor.shared.spoken import spoken as spoken_text

register = template.Library()
register.filter("as_json", as_json)
register.filter(is_marked_optional)
register.filter(last_day)

PATTERNS = 6
LANGUAGES = ("de", "en")


@register.simple_tag(takes_context=True)
def shared_part(context: Context, name: str, *, by_page: bool = False) -> SafeString:
    """A part that is the same on all pages of a district, or with `by_page` on all of one kind; see `remembered`."""
    request: HttpRequest | None = context.get("request")
    assert context.template is not None  # a page is being rendered
    template: Any = context.template.engine.get_template(name)
    make: Callable[[], SafeString] = partial(template.render, context)
    if request is None or HOLDS not in request.META:
        return make()
    district, match = context["district"], request.resolver_match
    page = match.view_name if by_page and match else ""
    where = (get_script_prefix(), on_installation_host("/", request))
    key = (name, district.pk, translation.get_language(), where, page)
    part: SafeString = remembered(request.META, key, make, scope=district.pk)
    return part


@register.simple_tag(takes_context=True)
def url_in_language(context: Context, language: str) -> str:
    """This page in another language, with its query string; the front page where there is no page to translate."""
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    with translation.override(language):
        if request is not None and match is not None:
            try:
                url = reverse(match.view_name, args=match.args or None, kwargs=match.kwargs or None)
            except NoReverseMatch:
                url = ""
            if url:
                query = request.META.get("QUERY_STRING", "")
                return f"{url}?{query}" if query else url
        for name in ("home:district", "home:front") if context.get("district") else ("home:front",):
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
    return ""


@register.simple_tag(takes_context=True)
def canonical_links(context: Context) -> SafeString:
    """Where this page of a district has its address, for search engines: itself and the other languages.

    A district with a host of its own is reached below the installation too; its host counts. Nothing where there is no
    such page.
    """
    request: HttpRequest | None = context.get("request")
    district = context.get("district")
    match = getattr(request, "resolver_match", None)
    if request is None or district is None or match is None:
        return SafeString("")
    host = getattr(district, "own_host", None)
    base = f"{request.scheme}://{host}" if host else settings.INSTALLATION_URL.rstrip("/")
    addresses = {}
    for language in LANGUAGES:
        if language == "de" or not district.languages or language in district.languages:
            path = url_in_language(context, language).partition("?")[0]
            addresses[language] = base + (f"/{path.removeprefix(get_script_prefix())}" if host else path)
    here = addresses.get(page_language(), addresses["de"])
    links = [format_html('<link rel="canonical" href="{}">', here)]
    if len(addresses) > 1:
        alternates = addresses | {"x-default": addresses["de"]}
        links += [format_html('<link rel="alternate" hreflang="{}" href="{}">', *each) for each in alternates.items()]
    return SafeString("\n    ".join(links))


@register.simple_tag(takes_context=True)
def installation_url(context: Context, name: str) -> str:
    """The address of a page of the installation, such as the sign-in, from anywhere; empty where there is none."""
    try:
        return on_installation_host(installation_path(name), context.get("request"))
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def district_url(context: Context, slug: str, name: str, *args: Any) -> str:
    """The address of another district's page on the installation's host."""
    return on_installation_host(district_path(slug, name, *args), context.get("request"))


@register.simple_tag(takes_context=True)
def here(context: Context, *names: str) -> SafeString:
    """The attribute aria-current for a navigation link.

    names: view names such as "directory:list" (that page) or namespaces such as "directory:" (any page in it).
    Empty elsewhere.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return SafeString("")
    if match.view_name in names:
        return SafeString(' aria-current="page"')
    if any(name.endswith(":") and match.view_name.startswith(name) for name in names):
        return SafeString(' aria-current="true"')
    return SafeString("")


def _class_of(name: str) -> str:
    return name.replace("_", "-")


@register.simple_tag
@lru_cache(maxsize=1000)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the design system or one of ours; read aloud only with a label."""
    if label:
        return format_html(
            '<span class="icon kern-icon--{}" role="img" aria-label="{}"></span>', _class_of(name), label
        )
    return format_html('<span class="icon kern-icon--{}" aria-hidden="true"></span>', _class_of(name))


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int, param: str = "") -> str:
    """This address with another page number; the first page carries none."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop(param or "page", None)
    if number > 1:
        query[param or "page"] = str(number)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int]:
    """Numbers to link around the current page, ascending; 0 stands for a gap."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] == 2:
            numbers.append(number - 1)
        elif numbers and number - numbers[-1] > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def zip_with(columns: Sequence[Any], cells: Iterable[Any]) -> list[tuple[Any, Any]]:
    return list(zip(columns, cells, strict=False))


@register.filter
def grouped(number: object) -> str:
    """A number with its thousands apart, as the language of the page writes them; other values as they are."""
    return number_format(number, force_grouping=True) if isinstance(number, int) else str(number)


@register.filter
def pattern_of(value: object) -> str:
    """The decorative pattern that stands in for a missing photo: always the same one for the same name or key."""
    return f"pattern--{zlib.crc32(str(value).encode()) % PATTERNS + 1}"


@register.filter
def web_address(text: object) -> str:
    """An address that may stand in a link; empty for one that would run something instead of leading somewhere."""
    return address if (address := str(text or "")).lower().startswith(("https://", "http://")) else ""


@register.filter
def spoken(text: object) -> SafeString:
    """Content people entered, marked with its language where the page speaks another one."""
    return spoken_text(text)


@register.simple_tag
def lang(text: object) -> SafeString:
    """The attribute lang for an element that holds content people entered; empty where the page speaks alike."""
    return lang_attribute(text)


@register.filter
def kind_of_widget(field: Any) -> str:
    """How a form field is laid out: check, checks (a group), file, select, text, lines or hidden."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    input_type = getattr(widget, "input_type", "")
    if getattr(widget, "use_fieldset", False):
        return "checks"
    return {"checkbox": "check", "file": "file", "select": "select", "": "lines"}.get(input_type, "text")


@register.simple_tag
def browser_texts() -> str:
    """Sentences the browser fills in itself, as JSON; names in braces are replaced there."""
    return json.dumps(
        {
            "open": _("Open"),
            "openUntil": _("Open until {time}"),
            "openUntilDay": _("Open until {day}, {time}"),
            "openAlways": _("Open around the clock"),
            "opensAt": _("Closed, opens at {time}"),
            "opensTomorrow": _("Closed, opens tomorrow at {time}"),
            "opensOn": _("Closed, opens {day} at {time}"),
            "closed": _("Closed"),
            "perhaps": _("Possibly open"),
            "away": _("{distance} away"),
            "sorted": _("The list is now sorted by distance."),
            "noPosition": _("Your position could not be determined. The order stays as it was."),
            "failed": _("That did not work. Nothing was changed. Please load the page again."),
            "offline": _("There is no connection. Please try again in a moment."),
            "noMap": _("Your browser cannot draw the map. The list shows the same entries."),
            "marker": _("Picked place"),
            "mapFailed": _("The map could not be loaded. The list shows the same entries."),
            "profile": _("To the profile"),
            "vacancies": _("To the vacant units"),
            "twoFingers": _("Use two fingers to move the map"),
            "ctrlScroll": _("Hold Ctrl and scroll to zoom the map"),
            "cmdScroll": _("Hold ⌘ and scroll to zoom the map"),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "map": _("Map"),
            "attribution": _("Show sources"),
            "closePopup": _("Close"),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
