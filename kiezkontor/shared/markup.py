from html import escape
from typing import Any

from django.utils.html import conditional_escape


def esc(value: Any) -> str:
    """As Django's conditional_escape, several times faster for what most values are."""
    return escape(value) if type(value) is str else conditional_escape(value)
