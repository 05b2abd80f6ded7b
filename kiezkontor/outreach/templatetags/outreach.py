"""How outreach is counted on pages."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours with one digit behind the point."""
    return number_format(round(minutes / 60, 1), 1)
