from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    words = forms.CharField(label=_("Your answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}))
