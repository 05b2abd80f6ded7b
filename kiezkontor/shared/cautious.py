"""Forms of an office whose free texts are looked at before they are stored."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.methods.special_categories import protected_words

NEEDED = "words_are_needed"


class CautiousForm(forms.Form):
    """Asks once before words are stored that point to health, origin, religion, benefits or offences.

    looked_at: names of the fields with free text.
    """

    looked_at: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        found = {name: words for name in self.looked_at if (words := protected_words(given.get(name) or ""))}
        if found:
            self.fields[NEEDED] = forms.BooleanField(
                label=_("This has to be stored word for word, and we may do so."), required=False
            )
            if not self[NEEDED].data:
                for name, words in found.items():
                    self.add_error(name, sentence(words))
        return given


def sentence(words: list[str]) -> str:
    return gettext(
        "Please look again: %(words)s. Health, origin, religion, political views, sexual life, social benefits and "
        "offences of people are not to be noted. Nothing was stored yet. Write it another way, or confirm below that "
        "it has to stand there."
    ) % {"words": ", ".join(words)}
