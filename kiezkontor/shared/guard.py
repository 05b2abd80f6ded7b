from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.shared.fields import is_marked_optional

# People need longer than this to write a sentence; machines do not. The second bound is a working day.
MIN_SECONDS = 3
MAX_SECONDS = 12 * 60 * 60
_SALT = "public-form"


class GuardedForm(forms.Form):
    """A public form that machines find hard: a field people do not see, and the time since the page was opened.

    What may stay empty is marked as optional, and the form says once that it needs the rest.
    needed_otherwise: fields that are not marked although they may stay empty, because it depends on another one.
    """

    needed_otherwise: tuple[str, ...] = ()

    homepage = forms.CharField(required=False, label=gettext_lazy("Please leave this field empty"), max_length=200)
    opened = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["homepage"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})
        self.fields["opened"].initial = opened_now()

    @property
    def shown_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name != "homepage"]

    @property
    def what_is_needed(self) -> str:
        if any(is_marked_optional(field) for field in self.shown_fields):
            return _("Please fill in everything that is not marked as optional.")
        return _("Please fill in everything.")

    def full_clean(self) -> None:
        """Files are looked at only for those whom the guard lets through: to unpack a photo takes long."""
        self.refused = self.refusal() if self.is_bound else None
        if self.refused:
            self.files = MultiValueDict()
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refused:
            raise self.refused
        cleaned.pop("homepage", None)
        cleaned.pop("opened", None)
        return cleaned

    def refusal(self) -> forms.ValidationError | None:
        if self.data.get(self.add_prefix("homepage"), "").strip():
            return forms.ValidationError(_("A field that must stay empty was filled in. Please load the page again."))
        try:
            check_age(self.data.get(self.add_prefix("opened"), ""))
        except forms.ValidationError as refused:
            return refused
        return None

    def renew_when_too_old(self) -> None:
        """A refused form that was open for too long may be sent again as it stands."""
        if self.has_error(NON_FIELD_ERRORS, code="too_old"):
            self.data = renewed(self.data)


def renewed(data: Any) -> Any:
    """What was sent, as if the form had been opened now; boxes of which several are ticked stay so."""
    if not isinstance(data, QueryDict):
        return data
    copied = data.copy()
    copied["opened"] = opened_now()
    return copied


def opened_now() -> str:
    return signing.TimestampSigner(salt=_SALT).sign("opened")


def check_age(opened: str) -> None:
    """Raises ValidationError for a form that was filled in too fast, too late, or never opened."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(opened, max_age=MAX_SECONDS)
    except signing.BadSignature:
        raise forms.ValidationError(
            _("The page was open for too long. Your text is still here; please send it again in a moment."),
            code="too_old",
        ) from None
    try:
        signer.unsign(opened, max_age=MIN_SECONDS)
    except signing.SignatureExpired:
        return
    raise forms.ValidationError(
        _("That was very quick. Please wait a few seconds and send it again; your text is still here.")
    )
