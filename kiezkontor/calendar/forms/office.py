from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import moment
from kiezkontor.calendar.forms.answers import AnswerFields
from kiezkontor.calendar.forms.pins import PinFields
from kiezkontor.calendar.models import Event, EventFormat, TargetGroup
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.rules.series import numbered
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.fields import DayField, RowsField

if TYPE_CHECKING:
    EventModelForm = forms.ModelForm[Event]
else:
    EventModelForm = forms.ModelForm

MOST_PLACES = 100_000
TIME = {"type": "time"}
# Whatever ends later and before it begins has a mistake in its times, or lasts several days.
LATEST_END = time(8)


class ReasonForm(forms.Form):
    quiet = True

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the mails to those who are invited or have answered."),
        required=False,
        max_length=300,
    )


class TimesForm(forms.Form):
    """When something begins and ends; without an end it lasts two hours, without a last day it ends on the first."""

    quiet = True

    on = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(TIME, format="%H:%M"), initial=time(19))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(TIME, format="%H:%M"), required=False)
    last_on = DayField(label=_("Last day"), help_text=_("Only if it lasts several days."), required=False)

    def clean_last_on(self) -> date | None:
        """Without a last day an end before the beginning is one of the night after; whatever lasts longer is a slip."""
        last_on: date | None = self.cleaned_data["last_on"]
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if last_on is None and begins and ends and ends < begins and ends > LATEST_END:
            self.add_error(
                "ends", _("The end lies before the beginning. If it lasts longer, please enter the last day.")
            )
        return last_on

    def times(self) -> dict[str, datetime]:
        said = self.cleaned_data
        starts_at = moment(said["on"], said["begins"])
        if said["ends"] is None:
            return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
        last_on = said["last_on"] or said["on"]
        if not said["last_on"] and said["ends"] < said["begins"]:
            last_on += timedelta(days=1)  # from eight in the evening until one at night
        return {"starts_at": starts_at, "ends_at": moment(last_on, said["ends"])}


def initial_times(event: Event) -> dict[str, Any]:
    begins, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    is_longer = ends.date() != begins.date()
    return {
        "on": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "last_on": ends.date() if is_longer else None,
    }


def initial_of_format(template: EventFormat) -> dict[str, Any]:
    """What the form of a new event begins with."""
    ends = moment(timezone.localdate(), template.begins_at) + timedelta(minutes=template.minutes)
    own = {"title": template.name, "begins": template.begins_at, "ends": timezone.localtime(ends).time()}
    names = ("kind", "audience", "text", "takes_answers", "capacity")
    groups = list(template.target_groups.values_list("pk", flat=True))
    return own | {name: getattr(template, name) for name in names} | {"target_groups": groups}


def groups_field() -> RowsField:
    return RowsField(
        queryset=TargetGroup.objects.none(),
        label=_("In particular for"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever signs up may say that they belong to it; only totals are stored, never who."),
    )


def offer(form: forms.BaseForm, groups: QuerySet[TargetGroup]) -> None:
    """Let a form name these groups; a district without any is asked nothing."""
    named = form.fields["target_groups"]
    assert isinstance(named, forms.ModelMultipleChoiceField)
    named.queryset = groups
    if not groups:
        del form.fields["target_groups"]


class EventForm(PinFields, TimesForm, EventModelForm):
    """All of an event but its stage. hosts: members whose rooms it may be in; groups: whom it may be for."""

    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_(
            "Empty where there is room for everybody. Several times with places of their own, such as three tours of a "
            "day, are set once the event is planned."
        ),
    )
    answers_until_on = DayField(label=_("Registration until"), help_text=_("Empty: until it begins."), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = [
        *("title", "kind", "audience", "on", "begins", "ends", "last_on", "place", "address", "lat", "lon"),
        *("step_free", "access_note", "host", "text", "target_groups", "takes_answers", "capacity"),
        *("answers_until_on", "hold_hours"),
    ]

    target_groups = groups_field()

    class Meta:
        model = Event
        fields = [
            *("title", "kind", "audience", "topic", "number", "text", "place", "address", "lat", "lon"),
            *(
                "step_free",
                "access_note",
                "host",
                "online_url",
                "initiator",
                "organiser",
                "contact",
                "takes_answers",
                "hold_hours",
            ),
        ]
        help_texts = {"number": _("It stands before the title: “87. Gewerberunde”.")}

    def __init__(
        self,
        *args: Any,
        district: District,
        hosts: QuerySet[Organisation],
        groups: QuerySet[TargetGroup],
        **kwargs: Any,
    ) -> None:
        instance = kwargs.get("instance")
        if instance is not None:
            until = instance.answers_until and timezone.localdate(instance.answers_until)
            own = {"answers_until_on": until, "seen_version": instance.version}
            own["target_groups"] = list(instance.groups.values_list("group", flat=True))
            kwargs["initial"] = initial_times(instance) | own | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        host = self.fields["host"]
        assert isinstance(host, forms.ModelChoiceField)
        host.queryset = hosts
        host.empty_label = _("nobody of the members")
        offer(self, groups)
        self.ask_for_pin(district, instance)
        if instance is not None:
            del self.fields["capacity"]
        else:
            del self.fields["seen_version"]

    def clean(self) -> None:
        """Before the lengths of what is stored are looked at."""
        said, before = self.cleaned_data, self.instance.number
        if said.get("title") and "number" in said and (said["number"] != before or not self.instance.series_id):
            said["title"] = numbered(said["title"], said["number"], before=before)
        self.check_pin()

    def groups(self) -> list[TargetGroup]:
        return list(self.cleaned_data.get("target_groups") or ())

    def values(self) -> dict[str, Any]:
        own = {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.fields}
        times, until = self.times(), self.cleaned_data["answers_until_on"]
        last = min(moment(until, time(23, 59)), times["ends_at"]) if until else None
        return own | times | {"answers_until": last}


class NotedAnswerForm(AnswerFields):
    """What somebody said to the office."""

    channel = forms.ChoiceField(
        label=_("How did they answer?"),
        choices=[
            (Channel.PHONE.value, _("by telephone")),
            (Channel.PAPER.value, _("on paper")),
            (Channel.OFFICE.value, _("in person")),
        ],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=200)
    field_order = ["channel", "reply", "slot_pk", "name", "people", "email", "needs", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["reply"].label = _("Are they coming?")
        self.fields["people"].label = _("How many people altogether?")
        self.fields["needs"].label = _("What do they need?")
        self.fields["note"].label = _("Note")
