"""Two people in one form at once: whoever saves second sees what the first one stored, and loses nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from kiezkontor.shared.errors import ActionRefused

# The hidden field that holds the version of the row when the form was opened.
SEEN = "seen_version"


class ChangedMeanwhile(ActionRefused):
    """Somebody else changed the row since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else changed this while you did. Nothing was saved yet: what is stored now stands below each"
                " field that differs. Save again to keep what you entered."
            )
        )


class PageChangedMeanwhile(ActionRefused):
    """What a page showed when its form was opened is not what is stored now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed this page meanwhile. Nothing was saved yet; what you entered is still here. "
                "Open the page once more beside it to compare, then save again."
            )
        )


def fingerprint(stored: Any) -> str:
    """What a form carries to tell later whether what its page showed is still stored."""
    text = json.dumps(stored, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@contextmanager
def stored_shown_on(form: "forms.ModelForm[Any]", fresh: Callable[[], "forms.ModelForm[Any]"]) -> Iterator[None]:
    """Where somebody saved meanwhile, say below each field of a valid form that differs what is stored.

    fresh: makes the form of what is stored now. Sent again, the form is compared with that.
    """
    try:
        yield
    except ChangedMeanwhile:
        show_stored(form, fresh())
        raise


def show_stored(form: "forms.ModelForm[Any]", now: "forms.ModelForm[Any]") -> None:
    data = cast(QueryDict, form.data).copy()
    data[SEEN] = str(now.get_initial_for_field(now.fields[SEEN], SEEN))
    form.data = data
    for name, value in list(form.cleaned_data.items()):
        there = now.get_initial_for_field(now.fields[name], name) if name in now.fields else value
        there = getattr(there, "pk", there)
        if name != SEEN and (there or None) != (getattr(value, "pk", value) or None):
            shown = getattr(now.instance, f"get_{name}_display", lambda there=there: there)()
            if isinstance(shown, bool):
                shown = _("yes") if shown else _("no")
            form.add_error(name, _("Stored now: %(value)s") % {"value": shown or _("(empty)")})
