"""Forms about people: whom the office talks to, who looks after an entry, what members see of each other."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.forms.entries import PhoneField
from kiezkontor.organisations.models import Contact, FieldClaim, Organisation
from kiezkontor.organisations.released import FIELDS
from kiezkontor.shared.fields import DayField


class ContactForm(forms.Form):
    """Somebody the office talks to at an organisation."""

    quiet = True

    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=80, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    language = forms.ChoiceField(label=_("Writes and speaks"), choices=settings.LANGUAGES)
    basis = forms.ChoiceField(label=_("How do you know?"), choices=FieldClaim.Basis.choices, widget=forms.RadioSelect)
    said_on = DayField(label=_("As of"))
    do_not_contact_since = DayField(
        label=_("Do not contact since"),
        required=False,
        help_text=_("If this person asked not to be spoken to or written to. It beats everything else."),
    )

    @classmethod
    def of(cls, data: Any, contact: Contact | None) -> "ContactForm":
        names = (*cls.base_fields,)
        stored = {name: getattr(contact, name) for name in names} if contact else {"said_on": timezone.localdate()}
        return cls(data, initial=stored)


class InviteForm(forms.Form):
    quiet = True

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("For the greeting."))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)


class StopContactForm(forms.Form):
    quiet = True

    since = DayField(label=_("Since"))
    note = forms.CharField(label=_("Who said so, and how"), max_length=200)

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day lies in the future; check the year."))
        return day


class AllowContactForm(forms.Form):
    quiet = True

    note = forms.CharField(label=_("Who allowed it, and how"), max_length=200)


class ApproveForm(forms.Form):
    """The last step of whoever holds a personal link: this is right. Where a mail was sent its address is proven."""

    quiet = True

    said_by = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    publish = forms.BooleanField(required=False)
    wants_access = forms.BooleanField(
        label=_("I want to look after this entry myself from now on (no password needed)"), required=False
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only if you want to look after the entry yourself. We send a link there."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, knows_address: bool, publish_text: str, **more: Any):
        super().__init__(*args, **more)
        if organisation.is_sole_trader:
            self.fields["publish"].label = publish_text
        else:
            del self.fields["publish"]
        del self.fields["email" if knows_address else "wants_access"]


class LettersForm(forms.Form):
    """To whom letters go."""

    quiet = True
    STATUS = (
        ("unconfirmed", _("Everybody whose entry is not confirmed yet")),
        ("members", _("Members of the network")),
        ("", _("Everybody who is here today")),
    )

    status = forms.ChoiceField(label=_("To whom?"), choices=STATUS, required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the letters"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].initial = "unconfirmed"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=40,
        help_text=_("Eight letters and digits; upper or lower case and the hyphen do not matter."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )


class CardForm(forms.Form):
    """What members of the network may know of whoever looks after an entry, field by field."""

    quiet = True

    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=80, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, texts: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, text in texts.items():
            self.fields[f"release_{name}"] = forms.BooleanField(label=text, required=False)

    @property
    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "function", "phone", "email")}

    @property
    def released(self) -> set[str]:
        return {name for name in FIELDS if self.cleaned_data[f"release_{name}"]}
