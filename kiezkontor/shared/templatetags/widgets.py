"""What form widgets repeat, written in Python: a page of filters has hundreds of options."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from kiezkontor.shared.markup import esc
from kiezkontor.shared.spoken import Text, lang_attribute
from kiezkontor.shared.templatetags.page import LANGUAGES

register = template.Library()


@register.simple_tag
def attributes(widget: Mapping[str, Any]) -> SafeString:
    """The attributes of a widget but for its class, which its template writes.

    A field named after the language that is written in it ("about_de") gets its lang.
    """
    language = widget["name"].rpartition("_")[2]
    spoken = lang_attribute(Text("-", language)) if language in LANGUAGES else ""
    return SafeString(spoken + "".join(_attribute(*each) for each in widget["attrs"].items() if each[0] != "class"))


def _attribute(name: str, value: Any) -> str:
    if value is False:
        return ""
    return f" {esc(name)}" if value is True else f' {esc(name)}="{esc(value)}"'


@register.simple_tag
def select_options(groups: Iterable[tuple[str | None, list[Mapping[str, Any]], int]]) -> SafeString:
    """The options of a select, from the widget's `optgroups`."""
    return SafeString("".join(map(_group, groups)))


def _group(group: tuple[str | None, list[Mapping[str, Any]], int]) -> str:
    name, options, _index = group
    written = "".join(
        f'<option value="{esc(str(option["value"]))}"{attributes(option)}>{esc(option["label"])}</option>'
        for option in options
    )
    return f'<optgroup label="{esc(name)}">{written}</optgroup>' if name else written
