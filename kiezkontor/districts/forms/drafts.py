from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.forms.logos import LogoField


class DraftForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the draft"),
        help_text=gettext_lazy("As it stands on a ballot paper, for example “Lime tree”."),
        max_length=120,
    )
    image = LogoField()
    image_text = forms.CharField(
        label=gettext_lazy("What does the picture show?"),
        help_text=gettext_lazy("It is read to those who do not see it, so that they can choose as well."),
        max_length=160,
    )
    author = forms.CharField(label=gettext_lazy("Who drew it?"), max_length=120)
    rights = forms.CharField(
        label=gettext_lazy("What may the district do with it?"),
        help_text=gettext_lazy(
            "As agreed with whoever drew it, for example: use it everywhere without an end, change its colours."
        ),
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        image = self.fields["image"]
        image.label, image.required = _("Picture"), True
        image.error_messages["required"] = _("Please choose a picture.")
