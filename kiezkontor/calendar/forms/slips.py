from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Slot
from kiezkontor.calendar.rules.kinds import NEEDS, Reply
from kiezkontor.calendar.rules.places import MOST_PEOPLE
from kiezkontor.calendar.shown import NEED_WORDS, slot_label

# As the answers are numbered on the slip, and as hands that know them type them.
TYPED = {"1": Reply.YES, "j": Reply.YES, "2": Reply.MAYBE, "v": Reply.MAYBE, "3": Reply.NO, "n": Reply.NO}


class SlipForm(forms.Form):
    """A slip as it is typed in: everything from the keyboard, sent with Enter.

    Which time is asked once the code is known to be of an event with several; what was typed stays.
    """

    quiet = True

    code = forms.CharField(
        label=_("Code of the slip"),
        max_length=500,
        help_text=_("Type or scan it; upper or lower case and the hyphen do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    typed = forms.CharField(
        label=_("Answer"),
        max_length=1,
        help_text=_("1 yes, 2 maybe, 3 no"),
        widget=forms.TextInput({"autocomplete": "off", "size": 2}),
    )
    slot_pk = forms.TypedChoiceField(
        label=_("Which time?"), coerce=int, empty_value=None, widget=forms.RadioSelect, required=False
    )
    people = forms.IntegerField(
        label=_("How many people?"),
        help_text=_("Empty: as before, or one."),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("What do they need?"),
        choices=[(need, NEED_WORDS[need]) for need in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("What else stands on the slip"), max_length=300, required=False)

    def __init__(self, *args: Any, times: Sequence[Slot] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = {slot.pk: slot for slot in times}
        if len(self.times) > 1:
            field = self.fields["slot_pk"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(slot.pk, slot_label(slot)) for slot in times]
        else:
            del self.fields["slot_pk"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_asked = "slot_pk" in self.fields and not self.errors
        if is_asked and self.reply() != Reply.NO and said.get("slot_pk") is None:
            self.add_error("slot_pk", _("Please choose a time."))
        return said

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"]).lower()
        if typed not in TYPED:
            raise forms.ValidationError(_("Please type 1 for yes, 2 for maybe or 3 for no."))
        return typed

    def reply(self) -> Reply:
        return TYPED[self.cleaned_data["typed"]]

    def chosen(self) -> Slot | None:
        """The time that was chosen among several."""
        return self.times.get(self.cleaned_data.get("slot_pk") or 0)
