from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.access import hosts_in_turn
from kiezkontor.calendar.forms.office import MOST_PLACES, TIME, groups_field, offer
from kiezkontor.calendar.forms.pins import PinFields
from kiezkontor.calendar.forms.reminders import TEXT_HINT, hours_of_each, text_area
from kiezkontor.calendar.models import EventFormat, Series, TargetGroup
from kiezkontor.calendar.rules.recurrence import Rhythm, checked, rule_for
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.fields import DayField

if TYPE_CHECKING:
    SeriesModelForm = forms.ModelForm[Series]
else:
    SeriesModelForm = forms.ModelForm

# So many hosts can be chosen at least, and a few more than there are, so that none is lost when the form is saved.
LEAST_HOSTS, SPARE_HOSTS, MOST_HOSTS = 8, 3, 60
# Shown at once; the others are folded away until somebody stands in them.
FEW_HOSTS = 2
KEEP, OTHER = "keep", "other"
RHYTHMS = [
    (Rhythm.WEEKLY.value, _("every week on this weekday")),
    (Rhythm.FORTNIGHTLY.value, _("every second week on this weekday")),
    (Rhythm.TWICE_A_MONTH.value, _("twice a month on this weekday (first and third, or second and fourth)")),
    (Rhythm.MONTHLY.value, _("every month, on the same weekday of the month (first Wednesday)")),
    (Rhythm.SAME_DAY.value, _("every month, on the same day of the month (the 15th)")),
    (Rhythm.QUARTERLY.value, _("every three months, on the same weekday of the month")),
    (Rhythm.YEARLY.value, _("every year, on the same weekday of the month")),
    (OTHER, _("another rhythm, by a rule of calendars")),
]


def series_of_format(template: EventFormat) -> dict[str, Any]:
    """What the form of a new series begins with."""
    names = ("kind", "audience", "minutes", "takes_answers", "capacity", "text", "remind_hours", "remind_text")
    own = {"title": template.name, "starts_at_time": template.begins_at}
    groups = list(template.target_groups.values_list("pk", flat=True))
    return own | {name: getattr(template, name) for name in names} | {"target_groups": groups}


class SeriesForm(PinFields, SeriesModelForm):
    """A series by its first date and a rhythm.

    members: who may host, in the order they are offered; groups: whom its events may be for.
    """

    quiet = True

    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=RHYTHMS, initial=Rhythm.MONTHLY.value)
    rule = forms.CharField(
        label=_("Rule of calendars (RRULE)"),
        help_text=_("Only for another rhythm, such as FREQ=WEEKLY;BYDAY=TU,TH for each Tuesday and Thursday."),
        max_length=200,
        required=False,
    )
    first_on = DayField(
        label=_("First date"), help_text=_("The rhythm follows it: the first Wednesday of a month is repeated as one.")
    )
    starts_at_time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(TIME, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=24 * 60, initial=120)
    until_on = DayField(label=_("Last date"), help_text=_("Empty where no end is known."), required=False)
    first_number = forms.IntegerField(
        label=_("Number of the first one"),
        help_text=_("Counted on from there: “87. Gewerberunde”. Empty where they are not counted."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Empty where there is room for everybody."),
    )
    remind_hours = hours_of_each(initial=48)
    target_groups = groups_field()
    field_order = [
        *("title", "kind", "audience", "rhythm", "rule", "first_on", "starts_at_time", "minutes", "until_on"),
        *("on_holiday", "first_number", "place", "address", "lat", "lon", "step_free", "text", "topic"),
        *("target_groups", "initiator", "organiser", "contact", "takes_answers", "capacity", "hold_hours"),
        *("remind_hours", "remind_text", "announces"),
    ]

    class Meta:
        model = Series
        fields = [
            *("title", "kind", "audience", "first_on", "starts_at_time", "minutes", "until_on", "on_holiday"),
            *("place", "address", "lat", "lon", "step_free", "text", "topic", "target_groups"),
            *(
                "initiator",
                "organiser",
                "contact",
                "takes_answers",
                "capacity",
                "hold_hours",
                "remind_hours",
                "remind_text",
                "announces",
            ),
        ]
        widgets = {"remind_text": text_area()}
        help_texts = {"remind_text": TEXT_HINT}

    def __init__(
        self,
        *args: Any,
        district: District,
        members: list[Organisation],
        groups: QuerySet[TargetGroup],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, groups)
        self.ask_for_pin(district, self.instance if self.instance.pk else None)
        known = hosts_in_turn(self.instance) if self.instance.pk else []
        offered = [*members, *(host for host in known if host not in members)]
        choices = [("", gettext("nobody of the members")), *((each.pk, str(each)) for each in offered)]
        hosts = [host.pk for host in known]
        sent = min(sum(name.startswith("host_") for name in self.data), MOST_HOSTS)
        self.host_fields = [f"host_{nth}" for nth in range(1, max(LEAST_HOSTS, len(hosts) + SPARE_HOSTS, sent) + 1)]
        for nth, name in enumerate(self.host_fields, start=1):
            self.fields[name] = forms.TypedChoiceField(
                label=gettext("Host %(number)d") % {"number": nth},
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=hosts[nth - 1] if nth <= len(hosts) else "",
                help_text=gettext(
                    "Hosts are taken in turn, the first one has the next event; each event can have another one."
                )
                if nth == 1
                else "",
            )
        if self.instance.pk:
            del self.fields["first_number"]
            rhythm = self.fields["rhythm"]
            assert isinstance(rhythm, forms.ChoiceField)
            rhythm.choices = [(KEEP, _("as it is")), *RHYTHMS]
            rhythm.initial = KEEP

    def get_context(self) -> dict[str, Any]:
        hosts = [self[name] for name in self.host_fields]
        used = [nth for nth, field in enumerate(hosts, start=1) if field.value() or field.errors]
        folded = hosts[max([FEW_HOSTS, *used]) :]
        context = super().get_context()
        shown = [each for each in context["fields"] if each[0] not in folded]
        return context | {"fields": shown, "folded": folded}

    def clean(self) -> None:
        said = self.cleaned_data
        first, last = said.get("first_on"), said.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The series would end before it begins."))
        if said.get("rhythm") == OTHER:
            self.check_rule(said.get("rule", ""))
        self.check_pin()

    def check_rule(self, written: str) -> None:
        try:
            self.cleaned_data["rule"] = checked(written)
        except ValueError:
            self.add_error(
                "rule",
                _("No calendar reads this rule. It repeats by days, weeks, months or years: FREQ=WEEKLY;BYDAY=TU,TH."),
            )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        own = {name: said[name] for name in self._meta.fields or () if name in said and name != "target_groups"}
        if said["rhythm"] == OTHER:
            own["rule"] = said["rule"]
        elif said["rhythm"] != KEEP:
            own["rule"] = rule_for(Rhythm(said["rhythm"]), said["first_on"])
        if first := said.get("first_number"):
            own |= {"is_counted": True, "last_number": first - 1}
        return own

    def groups(self) -> list[TargetGroup]:
        return list(self.cleaned_data.get("target_groups") or ())

    def hosts(self) -> list[int]:
        """In the order of their turns, each once."""
        chosen = [self.cleaned_data[name] for name in self.host_fields]
        return list(dict.fromkeys(pk for pk in chosen if pk))
