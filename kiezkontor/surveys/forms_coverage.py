from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.surveys.rules.official_counts import Branch, Counted, NoTable, read_counts

MAX_BYTES = 1_000_000
NAMED_LINES = 10


class OfficialCountsForm(forms.Form):
    file = forms.FileField(
        label=_("Table (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        help_text=_(
            "Headings: Gebiet (may be empty or missing), Branche (a category or a kind of use), Anzahl, Quelle, Stand. "
            "Counts only: a table with single businesses is refused."
        ),
    )

    def clean_file(self) -> list[Counted]:
        file: Any = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(gettext("The table is too large. Please give counts only."))
        try:
            found, wrong = read_counts(file.read().decode("utf-8-sig"), branches())
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("The file is no text in UTF-8. Please save it as CSV UTF-8.")) from None
        except NoTable:
            raise forms.ValidationError(
                gettext(
                    "This is no table of counts. It needs exactly the headings Gebiet, Branche, Anzahl, Quelle and "
                    "Stand, and a row for each count."
                )
            ) from None
        if wrong:
            lines = ", ".join(map(str, wrong[:NAMED_LINES])) + (" …" if len(wrong) > NAMED_LINES else "")
            raise forms.ValidationError(
                gettext(
                    "Nothing was stored. These lines cannot be read: %(lines)s. Each needs a known branch, a whole "
                    "number, a source and a date such as 2026-04-01."
                )
                % {"lines": lines}
            )
        return found


def branches() -> dict[str, Branch]:
    """By every name of a branch in every language, folded; a kind of use goes before a category of the same name."""
    found: dict[str, Branch] = {}
    for key, *names in Category.objects.order_by("-key").values_list("key", "name_de", "name_en"):
        found |= {name.casefold(): Branch(category=key) for name in (key, *names) if name}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for value, label in UseClass.choices:
                found |= {name.casefold(): Branch(use_class=value) for name in (value, str(label))}
    return found
