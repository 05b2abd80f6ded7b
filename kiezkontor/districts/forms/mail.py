from django import forms
from django.utils.translation import gettext_lazy as _


class NoContactForm(forms.Form):
    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    note = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For example: said so on the telephone on 3 November.")
    )


class LiftForm(forms.Form):
    note = forms.CharField(
        label=_("Why mail may go there again"),
        max_length=300,
        help_text=_("For example: asked for it in the shop. The note stands in the log."),
    )
