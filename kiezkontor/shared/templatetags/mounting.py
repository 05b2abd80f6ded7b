from typing import Any

from django import template

from kiezkontor.shared import mounting

register = template.Library()


@register.simple_tag(takes_context=True)
def installation_url(context: template.Context, name: str, *args: Any, **kwargs: Any) -> str:
    path = mounting.installation_path(name, *args, **kwargs)
    return mounting.on_installation_host(path, context.get("request"))


@register.simple_tag(takes_context=True)
def district_url(context: template.Context, slug: str, name: str, *args: Any, **kwargs: Any) -> str:
    path = mounting.district_path(slug, name, *args, **kwargs)
    return mounting.on_installation_host(path, context.get("request"))
