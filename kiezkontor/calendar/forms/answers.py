from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.actions.answers import Given
from kiezkontor.calendar.models import Answer, Slot
from kiezkontor.calendar.rules.kinds import NEEDS
from kiezkontor.calendar.rules.places import MOST_PEOPLE
from kiezkontor.calendar.shown import NEED_WORDS, slot_label
from kiezkontor.shared.guard import GuardedForm

KEY_LENGTH = 20


class AnswerFields(forms.Form):
    """What an answer says; `key` names one opening of the page, so that an answer sent twice counts once.

    Which of several times is only asked where there are several, or where the one they answered to is none of them.
    """

    quiet = True

    reply = forms.ChoiceField(
        label=_("Are you coming?"),
        choices=[("yes", _("Yes")), ("maybe", _("Maybe")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    slot_pk = forms.TypedChoiceField(
        label=_("Which time?"), coerce=int, empty_value=None, widget=forms.RadioSelect, required=False
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    people = forms.IntegerField(
        label=_("How many people, with you?"), min_value=1, max_value=MOST_PEOPLE, initial=1, required=False
    )
    needs = forms.MultipleChoiceField(
        label=_("What do you need?"),
        choices=[(need, NEED_WORDS[need]) for need in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("Anything else we should know?"), max_length=300, required=False)
    belongs_to = forms.TypedMultipleChoiceField(
        label=_("Do you belong to one of these groups?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "You need not say. We only count how many they are, in a sum apart from your answer: nobody can see who "
            "said so."
        ),
    )
    sending = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(
        self,
        *args: Any,
        slots: list[Slot],
        language: str,
        answered: Slot | None = None,
        groups: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slots, self.language, self.answered = slots, language, answered
        named = self.fields["belongs_to"]
        assert isinstance(named, forms.ChoiceField)
        named.choices = groups
        if not groups:
            del self.fields["belongs_to"]
        self.fields["sending"].initial = get_random_string(KEY_LENGTH)
        if len(slots) == 1 and answered in {None, slots[0]}:
            del self.fields["slot_pk"]
        else:
            field = self.fields["slot_pk"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(slot.pk, slot_label(slot)) for slot in slots]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_asked = "slot_pk" in self.fields and "slot_pk" not in self.errors
        if is_asked and said.get("reply") != "no" and said.get("slot_pk") is None:
            self.add_error("slot_pk", _("Please choose a time."))
        return said

    def slot(self) -> Slot:
        """The time that was chosen; whoever chose none means the one they answered to before, or the only one."""
        chosen = self.cleaned_data.get("slot_pk")
        found = next((slot for slot in self.slots if slot.pk == chosen), None)
        return found or self.answered or self.slots[0]

    def belongs(self) -> list[int] | None:
        """Which groups they say they belong to; None where they were not asked."""
        return list(self.cleaned_data["belongs_to"]) if "belongs_to" in self.fields else None

    def key(self) -> str:
        return self.cleaned_data["sending"] or get_random_string(KEY_LENGTH)

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            reply=said.get("reply") or "yes",
            name=said["name"],
            people=said.get("people") or 1,
            email=said.get("email", ""),
            needs=tuple(said["needs"]),
            note=said["note"],
            language=self.language,
        )


class RegisterForm(AnswerFields, GuardedForm):
    """Whoever opens it wants to come, so the answer is not asked for."""

    quiet = False
    needed_otherwise = ("slot_pk",)

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a confirmation with a link by which you change or cancel it."),
        max_length=200,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order = ["slot_pk", "name", "email", "people", "needs", "note", "belongs_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reply"]


class AnswerForm(AnswerFields):
    """By a link: what was answered before stands in it."""

    def __init__(self, *args: Any, answer: Answer | None, name: str, email: str, reply: str, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"name": name, "reply": reply or None, "people": 1}
        if answer is not None:
            initial |= {"reply": reply or answer.reply, "people": answer.people, "needs": answer.needs}
            initial |= {"note": answer.note, "slot_pk": answer.slot_id}
        super().__init__(*args, initial=initial, answered=answer.slot if answer else None, **kwargs)
        self.email = email

    def given(self) -> Given:
        said = super().given()
        return Given(**{**said.__dict__, "email": self.email})
