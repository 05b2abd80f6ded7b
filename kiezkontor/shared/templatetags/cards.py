"""Organisations in lists and the options of filters, written in Python.

A page has forty of the ones and a hundred of the others, and a template takes five times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kiezkontor.shared.markup import as_json, esc
from kiezkontor.shared.spoken import lang_attribute
from kiezkontor.shared.templatetags.page import icon, pattern_of

register = template.Library()


@register.simple_tag
def organisation_card(entry: Mapping[str, Any], level: int | str = 3, compact: object = False) -> SafeString:
    """The HTML of components/organisation_card.html, whose head says what entry, level and compact are."""
    return SafeString("".join(_card(entry, f"h{level or 3}", is_compact=bool(compact))))


@register.simple_tag
def organisation_cards(
    entries: Iterable[Mapping[str, Any]], level: int | str = 3, compact: object = False
) -> SafeString:
    """As organisation_card, one after the other."""
    heading = f"h{level or 3}"
    return SafeString("".join(part for entry in entries for part in _card(entry, heading, is_compact=bool(compact))))


@register.simple_tag
def filter_options(group: Mapping[str, Any]) -> SafeString:
    """The options of a group as components/filters.html describes it: <option> elements or labelled boxes."""
    if group.get("kind") == "select":
        return SafeString("".join(map(_option, group["options"])))
    return SafeString("".join(_box(option, group) for option in group["options"]))


def _option(option: Mapping[str, Any]) -> str:
    chosen = " selected" if option.get("checked") else ""
    count = "" if option.get("count") is None else f" ({esc(option['count'])})"
    return f'<option value="{esc(option["value"])}"{chosen}>{esc(option["label"])}{count}</option>'


def _box(option: Mapping[str, Any], group: Mapping[str, Any]) -> str:
    name, value = esc(option.get("name") or group.get("name", "")), esc(option["value"])
    checked = " checked" if option.get("checked") else ""
    count = option.get("count")
    brackets = ('<span class="kern-sr-only">(</span>', '<span class="kern-sr-only">)</span>')
    counted = "" if count is None else f'<span class="count">{esc(count).join(brackets)}</span>'
    return (
        f'<label class="filter"><input type="{esc(group.get("kind") or "checkbox")}" id="filter-{name}-{value}" '
        f'name="{name}" value="{value}"{checked}><span class="filter__label">{esc(option["label"])}</span>'
        f"{counted}</label>"
    )


def _card(entry: Mapping[str, Any], heading: str, *, is_compact: bool) -> Iterator[str]:
    yield f'<li class="card"{_place(entry)}>'
    yield from _picture(entry, is_compact=is_compact)
    yield f'<div class="card__body"><{heading} class="card__title">'
    yield f'<a href="{esc(entry["url"])}">{esc(entry["name"])}</a></{heading}>'
    yield f'<p class="card__category">{esc(entry.get("category", ""))}</p>'
    if entry.get("address"):
        part = f", {esc(entry['sub_location'])}" if entry.get("sub_location") else ""
        yield f'<p class="card__address">{esc(entry["address"])}{part}</p>'
    if entry.get("reason"):
        yield f'<p class="card__reason">{esc(entry["reason"])}</p>'
    yield f'<div class="card__state">{_badge(entry)}<ul class="marks">'
    yield from (f"<li>{icon(name)}{esc(label)}</li>" for name, label in _marks(entry, is_compact=is_compact))
    yield "<li data-distance hidden></li></ul></div></div></li>"


def _place(entry: Mapping[str, Any]) -> str:
    key = f' id="entry-{esc(entry["key"])}" data-key="{esc(entry["key"])}"' if entry.get("key") else ""
    lat, lon = entry.get("lat"), entry.get("lon")
    return key if lat in {None, ""} else f'{key} data-lat="{esc(str(lat))}" data-lon="{esc(str(lon))}"'


def _picture(entry: Mapping[str, Any], *, is_compact: bool) -> Iterator[str]:
    use = entry.get("use_class")
    photo, mark = entry.get("photo"), icon(use or "retail")
    if is_compact:
        yield f'<span class="use card__use use--{esc(use or "none")}">{mark}</span>'
    elif photo:
        yield f'<img class="card__photo" src="{esc(photo["url"])}" alt="{esc(photo["alt"])}"'
        yield f'{lang_attribute(photo["alt"])} loading="lazy" width="640" height="400">'
    else:
        yield f'<div class="card__pattern pattern {pattern_of(entry["name"])} use--{esc(use or "none")}"'
        yield f' aria-hidden="true"><span class="pattern__mark">{mark}</span></div>'


def _badge(entry: Mapping[str, Any]) -> str:
    intervals, text = entry.get("open_intervals"), entry.get("hours_text") or ""
    if intervals is not None and intervals != "":
        return f'<p class="open" data-open-intervals="{esc(as_json(intervals))}">{esc(text)}</p>'
    return f'<p class="open">{esc(text)}</p>' if text else ""


def _marks(entry: Mapping[str, Any], *, is_compact: bool) -> Iterator[tuple[str, str]]:
    if entry.get("step_free") == "yes":
        yield "step-free", _("Step-free")
    elif entry.get("step_free") == "limited":
        yield "step-free", _("Partly step-free")
    if entry.get("independent") and not is_compact:
        yield "independent", _("Independent")
    if entry.get("member"):
        yield "check", _("Member of the network")
