from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.fields import PhotoField
from kiezkontor.shared.fields import DayField


class UnitPhotoForm(forms.Form):
    image = PhotoField(
        label=_("Photo"),
        help_text=_(
            "The front from outside, please without people and number plates. JPEG, PNG or WebP, up to 20 megabytes. "
            "The place it was taken is removed from the file."
        ),
    )
    taken_on = DayField(label=_("Taken on"))
    caption = forms.CharField(label=_("What can be seen"), required=False, max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken_on"].initial = timezone.localdate
