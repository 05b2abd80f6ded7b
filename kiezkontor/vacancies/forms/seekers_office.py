"""What the office enters about requests for space, enquiries and the mix of a street."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import Street
from kiezkontor.organisations.fields import CategoryField
from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.shared.fields import DayField, LastDayField
from kiezkontor.vacancies.access_seekers import lapsing
from kiezkontor.vacancies.actions.enquiries import Said
from kiezkontor.vacancies.forms.seekers import LONGEST, capitalised
from kiezkontor.vacancies.models import LocationEnquiry, SpaceRequest
from kiezkontor.vacancies.models.seekers import SpaceRequestQuerySet
from kiezkontor.vacancies.presenting_seekers import KINDS
from kiezkontor.vacancies.rules.seekers import ASKED_BEFORE, ENDED, LAPSES_AFTER, MOVES

NOBODY = pgettext_lazy("responsible", "nobody yet")


class SeekerMoveForm(forms.Form):
    quiet = True

    to = forms.ChoiceField(label=_("It is now"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, request: SpaceRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(capitalised(SpaceRequest.Status.choices))
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(status, labels[status]) for status in MOVES[request.status]]


class SeekerStepForm(forms.Form):
    quiet = True

    responsible = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who looks after it"), required=False, empty_label=NOBODY
    )
    what = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=200,
        help_text=_("It stands on the desk of the coordination. Leave it empty once it is done."),
    )
    due_on = DayField(label=_("Until"), required=False)

    def __init__(
        self, *args: Any, request: SpaceRequest, waiting: Task | None, people: QuerySet[Person], **kwargs: Any
    ) -> None:
        step = {"what": waiting.what, "due_on": waiting.due_on} if waiting else {}
        kwargs["initial"] = {"responsible": request.responsible, **step}
        super().__init__(*args, **kwargs)
        field = self.fields["responsible"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class SeekerNoteForm(forms.Form):
    quiet = True

    words = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        help_text=_("What was talked of. Only the coordination reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    heard = forms.BooleanField(
        label=_("They still look"),
        required=False,
        help_text=_("Half a year without a sign of life and the request lapses. This is one."),
    )


def kinds_offered() -> list[tuple[str, Any]]:
    return [("", _("All")), *capitalised(KINDS.items())]


class SeekerFilter(forms.Form):
    """What of the list is shown; the counts of the statuses leave the status out."""

    quiet = True

    SHOWN = (
        ("", pgettext_lazy("requests for space", "Open")),
        ("lapsing", _("Lapse soon")),
        ("ended", pgettext_lazy("requests for space", "Ended")),
        ("all", _("All")),
    )

    q = forms.CharField(label=_("Name or word"), required=False, max_length=100)
    show = forms.ChoiceField(label=_("Which"), required=False, choices=SHOWN)
    status = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("About"), required=False, choices=kinds_offered)
    use_class = forms.ChoiceField(label=_("Kind of use"), required=False, choices=[("", _("All")), *UseClass.choices])
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Category"), required=False, empty_label=_("All")
    )
    area = forms.IntegerField(label=_("Takes a unit of … m²"), required=False, min_value=1, max_value=100_000)
    responsible = forms.ModelChoiceField(
        Person.objects.none(), label=_("Responsible"), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], found: SpaceRequestQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status, responsible, category = self.fields["status"], self.fields["responsible"], self.fields["category"]
        assert isinstance(status, forms.ChoiceField)
        assert isinstance(responsible, forms.ModelChoiceField)
        assert isinstance(category, forms.ModelChoiceField)
        category.queryset = Category.objects.filter(pk__in=found.order_by().values("category"))
        status.choices = [("", _("All")), *capitalised(SpaceRequest.Status.choices)]
        responsible.queryset = people

    def asked(self) -> Mapping[str, Any]:
        return self.cleaned_data if self.is_valid() else {}

    def among(self, found: SpaceRequestQuerySet) -> SpaceRequestQuerySet:
        asked = self.asked()
        found = self.shown(found, asked.get("show", ""), asked.get("status", ""))
        if word := asked.get("q", "").strip():
            said = [Q(**{f"{column}__icontains": word}) for column in ("name", "company", "idea", "email")]
            found = found.filter(said[0] | said[1] | said[2] | said[3])
        for name in ("kind", "use_class", "category", "responsible"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        if area := asked.get("area"):
            found = found.filter(Q(area_min=None) | Q(area_min__lte=area), Q(area_max=None) | Q(area_max__gte=area))
        return found

    @staticmethod
    def shown(found: SpaceRequestQuerySet, show: str, status: str) -> SpaceRequestQuerySet:
        """An ended status that is asked for is shown whatever else is."""
        if show == "lapsing":
            return lapsing(found, heard_before=timezone.now() - LAPSES_AFTER + ASKED_BEFORE)
        if show == "ended":
            return found.filter(status__in=ENDED)
        return found if show == "all" or status in ENDED else found.open()


class EnquiryForm(forms.Form):
    quiet = True

    asked_on = DayField(label=_("Asked on"))
    role = forms.ChoiceField(label=_("Who asked"), help_text=_("Please no names: only in which role."))
    topic = forms.CharField(label=_("About"), max_length=200)
    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, enquiry: LocationEnquiry | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"asked_on": timezone.localdate()}
        if enquiry is not None:
            kwargs["initial"] = {name: getattr(enquiry, name) for name in ("asked_on", "role", "topic", "answer")}
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = capitalised(LocationEnquiry.Role.choices)

    def said(self) -> Said:
        return Said(**self.cleaned_data)


class AnswerForm(EnquiryForm):
    """Of an enquiry that came on the public page."""

    is_settled = forms.BooleanField(
        label=_("Send no mail"),
        required=False,
        help_text=_("If you have answered in another way, or if nothing is to be answered."),
    )
    field_order = ("asked_on", "role", "topic", "answer", "is_settled")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("is_settled") and not said.get("answer", "").strip() and "answer" not in self.errors:
            self.add_error("answer", ValidationError(gettext("Please write the answer, or send no mail.")))
        return said

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("asked_on", "role", "topic", "answer")})


class EnquiryFilter(forms.Form):
    quiet = True

    role = forms.ChoiceField(label=_("Who asked"), required=False)
    since = DayField(label=_("From"), required=False)
    until = LastDayField(label=_("Until"), required=False)
    waits = forms.BooleanField(label=_("Only what is not answered yet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *capitalised(LocationEnquiry.Role.choices)]

    def asked(self) -> Mapping[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


class MixForm(forms.Form):
    quiet = True

    street = forms.ModelChoiceField(Street.objects.none(), label=_("Street"), empty_label=None)
    use_class = forms.ChoiceField(
        label=_("Kind of use"), required=False, choices=[("", _("A single category")), *UseClass.choices]
    )
    category = CategoryField(
        label=_("Category"),
        required=False,
        max_length=120,
        help_text=_("For example “Café”, if the target is for cafés alone. Type a few letters to choose."),
    )
    most = forms.IntegerField(label=_("At most within 100 metres"), min_value=0, max_value=1000)

    def __init__(self, *args: Any, streets: QuerySet[Street], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["street"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = streets

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "category" in said and bool(said["category"]) == bool(said.get("use_class")):
            self.add_error("category", gettext("Please choose either a kind of use or a single category."))
        return said
