from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    words = forms.CharField(label=_("Your answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}))


class ReceiverFilter(forms.Form):
    """Whose mails are shown. receivers: the addresses that may be asked for."""

    quiet = True

    to = forms.ChoiceField(label=_("To whom?"), required=False)

    def __init__(self, *args: Any, receivers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = cast("forms.ChoiceField", self.fields["to"])
        to.choices = [("", _("everybody")), *((each, each) for each in sorted(set(receivers)))]

    def asked(self) -> str:
        """The chosen address; "" where none was, or one that got no mail."""
        return str(self.cleaned_data["to"]) if self.is_valid() else ""
