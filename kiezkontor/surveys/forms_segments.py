from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District
from kiezkontor.shared.fields import whole_number
from kiezkontor.surveys.access import streets_in, walkers_in
from kiezkontor.surveys.houses import House
from kiezkontor.surveys.models import Segment
from kiezkontor.surveys.roster import Roster
from kiezkontor.surveys.rules.segments import Stretch

NOBODY_YET = ("", _("nobody yet"))


def walkers(district: District) -> list[tuple[str, str]]:
    return [(str(each.pk), str(each)) for each in walkers_in(district, on=timezone.localdate())]


class SegmentForm(forms.Form):
    street = forms.ChoiceField(
        label=_("Street"),
        error_messages={"invalid_choice": _("No house of this street is in the district. Please choose another one.")},
    )
    side = forms.ChoiceField(
        label=_("Side"), choices=Segment.Side.choices, initial=Segment.Side.BOTH, widget=forms.RadioSelect
    )
    first = forms.CharField(
        label=_("From number"),
        required=False,
        max_length=20,
        help_text=_("Leave both numbers empty for the whole street."),
    )
    last = forms.CharField(label=_("Up to number"), required=False, max_length=20)
    assigned_to = forms.ChoiceField(
        label=_("Who walks there?"),
        required=False,
        error_messages={
            "invalid_choice": _("This person does not keep the inventory here. Please choose somebody of the list.")
        },
    )

    def __init__(self, *args: Any, district: District, segment: Segment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["street"], [(str(each.pk), each.name) for each in streets_in(district)])
        people = walkers(district)
        if segment is not None:
            keeps = segment.assigned_to
            if keeps is not None and str(keeps.pk) not in dict(people):
                people.append((str(keeps.pk), str(keeps)))
            self.initial = {
                "street": str(segment.street_id),
                "side": segment.side,
                "first": segment.first,
                "last": segment.last,
                "assigned_to": str(segment.assigned_to_id or ""),
            }
        choose(self.fields["assigned_to"], [NOBODY_YET, *people])

    def stretch(self) -> Stretch:
        asked = self.cleaned_data
        return Stretch(int(asked["street"]), asked["side"], asked["first"], asked["last"])

    def person(self) -> int | None:
        return whole_number(self.cleaned_data["assigned_to"])


class DivideForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=_("Among whom?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("This person does not keep the inventory here. Please choose somebody of the list.")
        },
        help_text=_(
            "Each gets streets that lie beside each other, with about as many units. Nobody: you give them later."
        ),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["people"], walkers(district))

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["people"]]


def choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class RoundUnitsForm(forms.Form):
    quiet = True

    SHOWN = (
        ("", _("Everything to look at")),
        ("open", _("Not seen yet")),
        ("unclear", _("Not determinable (second look)")),
        ("seen", _("Seen")),
        ("gaps", _("Houses without a unit at which nobody looked")),
        ("empty", _("Houses noted as without a unit")),
        ("twice", _("Perhaps in the register twice")),
        ("classless", _("Uses without a class")),
    )
    NO_SEGMENT = "none"

    q = forms.CharField(label=_("Street or name"), required=False, max_length=100)
    show = forms.ChoiceField(label=_("What"), required=False, choices=SHOWN)
    segment = forms.ChoiceField(label=_("Segment"), required=False)

    def __init__(self, *args: Any, segments: list[Segment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.segments = {str(each.pk): each for each in segments}
        parts = [(key, f"{each} ({each.get_side_display()})") for key, each in self.segments.items()]
        choose(self.fields["segment"], [("", _("The whole round")), *parts, (self.NO_SEGMENT, _("In no segment"))])
        if not segments:
            del self.fields["segment"]

    def houses(self, roster: Roster) -> list[House]:
        asked = self.cleaned_data.get("segment", "") if self.is_valid() else ""
        return roster.in_no_segment if asked == self.NO_SEGMENT else roster.of(self.segments.get(asked))

    def asked(self, name: str) -> str:
        return str(self.cleaned_data.get(name, "")) if self.is_valid() else ""
