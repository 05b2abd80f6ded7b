"""What the office enters about vacancies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.districts.access import streets_of, sub_locations_of
from kiezkontor.districts.models import District, Street, SubLocation
from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.premises.finding import standing_at
from kiezkontor.premises.models import Unit
from kiezkontor.shared.fields import DayField
from kiezkontor.vacancies.access import in_sub_location, steps_due, vacant_spells
from kiezkontor.vacancies.actions.cases import Facts, steps_waiting
from kiezkontor.vacancies.models import VacancyCase
from kiezkontor.vacancies.rules.stages import MOVES

LONGEST = 4000
NOBODY = pgettext_lazy("responsible", "nobody yet")


def capitalised(choices: Any) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices.choices]


class FactsForm(forms.Form):
    quiet = True

    expected_from = DayField(
        label=_("Vacant from"),
        required=False,
        help_text=_("Only for a coming vacancy. Since when a unit is vacant stands in the register."),
    )
    origin = forms.ChoiceField(label=_("How did you come to know?"))
    kind = forms.ChoiceField(
        label=_("Kind of vacancy"),
        required=False,
        help_text=_("By turnover: between two tenants. Structural: nobody has wanted it for long."),
    )
    causes = forms.MultipleChoiceField(label=_("Causes"), required=False, widget=forms.CheckboxSelectMultiple)
    obstacles = forms.MultipleChoiceField(
        label=_("What keeps the owner from letting it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    responsible = forms.ModelChoiceField(
        Person.objects.none(), label=_("Responsible"), required=False, empty_label=NOBODY
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, people: QuerySet[Person], case: VacancyCase | None = None, **kwargs: Any) -> None:
        if case is not None:
            kwargs["initial"] = {name: getattr(case, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        choices: Mapping[str, Any] = {
            "origin": VacancyCase.Origin,
            "kind": VacancyCase.Kind,
            "causes": VacancyCase.Cause,
            "obstacles": VacancyCase.Obstacle,
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = capitalised(offered)
        responsible = self.fields["responsible"]
        assert isinstance(responsible, forms.ModelChoiceField)
        kept = Person.objects.filter(pk=case.responsible_id) if case and case.responsible_id else people.none()
        responsible.queryset = people | kept

    def facts(self) -> Facts:
        entered = dict(self.cleaned_data)
        return Facts(
            **entered | {"causes": tuple(entered["causes"]), "obstacles": tuple(entered["obstacles"])},
        )


class MoveForm(forms.Form):
    quiet = True

    to = forms.ChoiceField(label=_("It is now"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, case: VacancyCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(capitalised(VacancyCase.Stage))
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(stage, labels[stage]) for stage in MOVES[case.stage]]


class StepForm(forms.Form):
    quiet = True

    what = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=200,
        help_text=_("It stands on the desk of the coordination. Leave it empty once it is done."),
    )
    due_on = DayField(label=_("Until"), required=False)
    assigned_to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who does it"), required=False, empty_label=NOBODY
    )

    def __init__(self, *args: Any, case: VacancyCase, people: QuerySet[Person], **kwargs: Any) -> None:
        waiting = steps_waiting(case)
        kwargs["initial"] = {"assigned_to": case.responsible}
        if waiting:
            task = waiting[-1]
            kwargs["initial"] = {"what": task.what, "due_on": task.due_on, "assigned_to": task.assigned_to}
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class NoteForm(forms.Form):
    quiet = True

    words = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        help_text=_("What came of a talk or a look at the unit. Only the coordination reads it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CloseForm(forms.Form):
    quiet = True

    outcome = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = capitalised(VacancyCase.Outcome)


class FindForm(forms.Form):
    """For which unit a case is opened."""

    quiet = True

    q = forms.CharField(label=_("Street and number"), required=False, max_length=100)

    def among(self, units: QuerySet[Unit]) -> QuerySet[Unit]:
        asked = self.cleaned_data.get("q", "").strip() if self.is_valid() else ""
        return units.filter(standing_at(asked)) if asked else units.none()


class CaseFilter(forms.Form):
    """What of the list is shown; the counts of the stages leave the stage out."""

    quiet = True

    SHOWN = (
        ("", pgettext_lazy("vacancies", "Open")),
        ("coming", _("Coming vacancies")),
        ("asked", _("The register says something else")),
        ("due", _("Next step is due")),
        ("unplanned", _("Without a next step")),
        ("closed", pgettext_lazy("vacancies", "Closed")),
    )

    q = forms.CharField(label=_("Street and number"), required=False, max_length=100)
    show = forms.ChoiceField(label=_("Which"), required=False, choices=SHOWN)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    street = forms.ModelChoiceField(Street.objects.none(), label=_("Street"), required=False, empty_label=_("All"))
    part = forms.ModelChoiceField(
        SubLocation.objects.none(), label=_("Sub-location"), required=False, empty_label=_("All")
    )
    since = forms.ChoiceField(
        label=_("Vacant for"),
        required=False,
        choices=(
            ("", _("Any time")),
            ("6", _("6 months and longer")),
            ("12", _("12 months and longer")),
            ("24", _("24 months and longer")),
        ),
    )
    responsible = forms.ModelChoiceField(
        Person.objects.none(), label=_("Responsible"), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, district: District, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district = district
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)
        stage.choices = [("", _("All")), *capitalised(VacancyCase.Stage)]
        rows = {
            "street": streets_of(district).order_by("name"),
            "part": sub_locations_of(district),
            "responsible": people,
        }
        for name, found in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        if not rows["part"].exists():
            del self.fields["part"]

    def asked(self) -> Mapping[str, Any]:
        return self.cleaned_data if self.is_valid() else {}

    def among(self, found: QuerySet[VacancyCase], *, asked_about: list[int]) -> QuerySet[VacancyCase]:
        """The cases wanted, of whatever stage. asked_about: the keys of those about which the office is asked."""
        asked, today = self.asked(), timezone.localdate()
        show = asked.get("show", "")
        found = found.filter(closed_at__isnull=show != "closed")
        if show == "coming":
            found = found.filter(expected_from__isnull=False)
        elif show == "asked":
            found = found.filter(pk__in=asked_about)
        elif show == "due":
            found = found.filter(steps_due(by=today))
        elif show == "unplanned":
            found = found.filter(~steps_due())
        if asked.get("q", "").strip():
            found = found.filter(unit__in=Unit.objects.filter(standing_at(asked["q"])).values("pk"))
        if asked.get("street"):
            street = asked["street"]
            found = found.filter(Q(unit__address__street=street) | Q(unit__address=None, unit__street_name=street.name))
        if asked.get("part"):
            found = found.filter(unit__building__in=in_sub_location(self.district, asked["part"].pk))
        if asked.get("since"):
            day = months_before(today, int(asked["since"]))
            vacant = vacant_spells(on=today).filter(unit=OuterRef("unit"), begins_latest__lte=day)
            found = found.filter(Exists(vacant))
        if asked.get("responsible"):
            found = found.filter(responsible=asked["responsible"])
        return found
