from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.directory.rules.contact_texts import phone_text
from kiezkontor.meetings.access_swapping import swapped_by
from kiezkontor.meetings.models import Attendance, SwappedContact
from kiezkontor.shared.fields import e164


class SwapForm(forms.Form):
    """A contact for the others at a meeting. people: who may give one with this telephone."""

    quiet = True

    person = forms.ChoiceField(label=gettext_lazy("Whose contact is it?"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=SwappedContact._meta.get_field("email").max_length,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What you offer or look for"),
        required=False,
        max_length=SwappedContact._meta.get_field("words").max_length,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("I agree"), error_messages={"required": gettext_lazy("Nothing is shown without this box.")}
    )

    def __init__(self, *args: Any, people: Sequence[Attendance], consent: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.pk): row for row in people}
        self.fields["agrees"].help_text = consent
        choice = self.fields["person"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, row.name) for key, row in self.people.items()]
        if len(people) == 1:
            del self.fields["person"]
            if swapped := swapped_by(people[0]):
                phone = phone_text(swapped.phone) if swapped.phone else ""
                self.initial = {"email": swapped.email, "phone": phone, "words": swapped.words}

    def clean_phone(self) -> str:
        written: str = self.cleaned_data["phone"].strip()
        return e164(written) if written else ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not {"email", "phone"} & self.errors.keys() and not said.get("email") and not said.get("phone"):
            self.add_error("email", ValidationError(_("Please give an e-mail address or a telephone number.")))
        return said

    @property
    def chosen(self) -> Attendance:
        only = next(iter(self.people.values()))
        return self.people.get(self.cleaned_data.get("person", ""), only)

    @property
    def contact(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("email", "phone", "words")}
