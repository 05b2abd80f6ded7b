from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.actions.approving import Told
from kiezkontor.meetings.decided import DecidedVoice
from kiezkontor.meetings.rules.minutes import Readers
from kiezkontor.voices.models import Voice
from kiezkontor.voices.rules.status import needs_reason

NETWORK = [
    (Readers.ATTENDEES.value, _("Only who was there")),
    (Readers.MEMBERS.value, _("All members of the network")),
]
OF_BODY = (Readers.BODY.value, _("All members of the body who were invited, also who was not there"))

BY_OFFICE = _("The office and the board of the network read them whole in any case.")
BY_COORDINATION = _("The coordination reads them whole in any case.")
CLOSED_OF_BODY = _("Closed items are read besides by the members of the body and by who sat there for one of them.")
CLOSED_OF_NETWORK = _("Closed items are read besides by members of the network and by who sat there for one of them.")


class ApproveForm(forms.Form):
    """What is shown to everybody was read before: free text may hold names that nothing else strips.

    decided: ideas the meeting decided on; each stays as it is unless one says what it is now. has_body: whether members
    of a body were invited. is_of_body, is_confidential: whether the meeting is.
    """

    quiet = True

    readers = forms.ChoiceField(
        label=_("Who reads the minutes?"),
        choices=NETWORK,
        widget=forms.RadioSelect,
        initial=Readers.ATTENDEES.value,
    )
    has_public = forms.BooleanField(
        label=_("Show everybody a version without the list of names and without what is only for members"),
        required=False,
    )
    is_read = forms.BooleanField(
        label=_("I have read the public version below; its texts name no person who does not want that"), required=False
    )

    def __init__(
        self,
        *args: Any,
        decided: Sequence[DecidedVoice] = (),
        has_body: bool = False,
        is_of_body: bool = False,
        is_confidential: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        readers = self.fields["readers"]
        assert isinstance(readers, forms.ChoiceField)
        closed = CLOSED_OF_BODY if is_of_body else CLOSED_OF_NETWORK
        readers.help_text = f"{BY_COORDINATION if is_confidential else BY_OFFICE} {closed}"
        if has_body:
            readers.choices = [*NETWORK, OF_BODY]
            readers.initial = OF_BODY[0] if is_of_body else readers.initial
        self.decided = decided
        labels = dict(Voice.Status.choices)
        for each in decided:
            names = {"status": each.voice.get_status_display()}
            before = gettext("%(status)s, as before; nothing is sent") % names
            news = {each.voice.status: gettext("%(status)s, as before; the words below are sent") % names}
            self.fields[f"status_{each.voice.pk}"] = forms.ChoiceField(
                label=gettext("Decided on: “%(title)s”. What is it now?") % {"title": each.title},
                choices=[("", before), *((to, (labels | news)[to]) for to in each.moves)],
                widget=forms.RadioSelect,
                required=False,
                initial="",
                help_text=gettext("Whoever gave it hears of each step by mail, where we may write."),
            )
            self.fields[f"reason_{each.voice.pk}"] = forms.CharField(
                label=gettext("Reason or outcome: “%(title)s”") % {"title": each.title},
                help_text=gettext("Whoever gave it reads this, and everybody once it is published."),
                required=False,
                max_length=2000,
                initial=each.reason,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for each in self.decided:
            to, reason = said.get(f"status_{each.voice.pk}"), f"reason_{each.voice.pk}"
            if to and (needs_reason(to) or to == each.voice.status) and not said.get(reason, "").strip():
                self.add_error(
                    reason, gettext("Please write the reason or the outcome: whoever gave it wants to know.")
                )
        if said.get("has_public") and not said.get("is_read"):
            self.add_error(
                "is_read", gettext("Please read the public version below for names first. Nothing was sent.")
            )
        return said

    def told(self) -> list[Told]:
        """Ideas that are something else now, in the order of the agenda."""
        said = self.cleaned_data
        moved = [(each.voice.pk, said[f"status_{each.voice.pk}"]) for each in self.decided]
        return [Told(pk, to, said[f"reason_{pk}"]) for pk, to in moved if to]
