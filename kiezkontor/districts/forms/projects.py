from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.actions.projects import Member, Payer
from kiezkontor.districts.forms.logos import LogoField
from kiezkontor.districts.forms.profile import slug_of_address
from kiezkontor.districts.models import District, FundingSource, Operator, Programme, Project
from kiezkontor.shared.fields import DayField, LastDayField, RowsField, e164

if TYPE_CHECKING:
    ProjectModelForm = forms.ModelForm[Project]
    OperatorModelForm = forms.ModelForm[Operator]
else:
    ProjectModelForm = OperatorModelForm = forms.ModelForm

FACTS = (
    *("short_name", "official_name", "districts", "operator", "from_on", "from_precision", "until_on", "stage"),
    *("place_label", "summary_de", "summary_en", "body_de", "body_en", "goals_de", "goals_en", "website"),
    "source_url",
)
LINES = {"rows": 6}


class ProjectForm(ProjectModelForm):
    """What a person may choose as districts is handed in; others the project has already are kept."""

    from_on = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("Where only the month or year is known, any day of it."),
        required=False,
    )
    until_on = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Empty where the end is open."), required=False
    )
    districts = RowsField(District.objects.none(), label=gettext_lazy("Districts"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Project
        fields = FACTS
        widgets = {
            name: forms.Textarea(attrs=LINES)
            for name in ("summary_de", "summary_en", "body_de", "body_en", "goals_de", "goals_en")
        }

    def __init__(self, *args: Any, choices: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["districts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = choices

    def _post_clean(self) -> None:
        """Without the model's own checks: the action says what contradicts itself, with the stored row in hand."""


class NewProjectForm(ProjectForm):
    slug = forms.CharField(
        label=gettext_lazy("Short name in addresses"),
        help_text=gettext_lazy("Only small letters, digits and hyphens. It stands in the address and stays."),
        max_length=80,
        validators=[slug_of_address],
    )

    class Meta(ProjectForm.Meta):
        fields = ("slug", *FACTS)  # type: ignore[assignment]  # one more than all have


class PayerForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=999, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=FundingSource.Kind.choices, required=False)
    name = forms.CharField(
        label=gettext_lazy("Name as printed"),
        help_text=gettext_lazy("For example: Bund, Land Berlin, Stadt Herten"),
        max_length=200,
        required=False,
    )
    programme = forms.ModelChoiceField(Programme.objects.all(), label=gettext_lazy("Programme"), required=False)
    logo = LogoField()
    logo_alt = forms.CharField(label=gettext_lazy("Description of the logo"), max_length=160, required=False)
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove this row"), required=False)
    quiet = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.picture:
            del self.fields["without_logo"]

    @property
    def picture(self) -> Any:
        """The logo that is stored."""
        return self.initial.get("logo")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("kind"):
            raise ValidationError({"kind": _("Please choose who this is.")})
        return cleaned

    def payer(self) -> Payer | None:
        values = self.cleaned_data
        if not values.get("name") or values.get("remove"):
            return None
        names = ("kind", "name", "programme", "pk", "logo", "logo_alt")
        return Payer(
            **{name: values[name] for name in names},
            position=last_if_none(values.get("position")),
            without_logo=values.get("without_logo", False),
        )


class MemberForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=999, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    qualification = forms.CharField(label=gettext_lazy("Qualification"), max_length=160, required=False)
    role_de = forms.CharField(label=gettext_lazy("Role (German)"), max_length=160, required=False)
    role_en = forms.CharField(label=gettext_lazy("Role (English)"), max_length=160, required=False)
    competence = forms.CharField(label=gettext_lazy("Experience"), max_length=255, required=False)
    from_on = DayField(label=gettext_lazy("From"), required=False)
    until_on = LastDayField(label=gettext_lazy("Last day"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)
    quiet = True

    def member(self) -> Member | None:
        values = self.cleaned_data
        if not values.get("name") or values.get("remove"):
            return None
        names = ("name", "qualification", "role_de", "role_en", "competence", "from_on", "until_on", "pk")
        return Member(**{name: values[name] for name in names}, position=last_if_none(values.get("position")))


def last_if_none(position: int | None) -> int:
    return 1_000 if position is None else position


class OperatorForm(OperatorModelForm):
    class Meta:
        model = Operator
        fields = ("name", "legal_form", "claim", "street", "postcode", "city", "phone", "email", "website")

    def clean_phone(self) -> str:
        written: str = self.cleaned_data["phone"].strip()
        return e164(written) if written else ""

    def _post_clean(self) -> None:
        """The action checks the name under lock."""


class ProgrammeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    parent = forms.ModelChoiceField(
        Programme.objects.all(),
        label=gettext_lazy("Part of"),
        help_text=gettext_lazy("The initiative or programme it belongs to."),
        required=False,
    )
    logo = LogoField()
    logo_alt = forms.CharField(
        label=gettext_lazy("Description of the logo"),
        help_text=gettext_lazy("What people who do not see it should hear."),
        max_length=160,
        required=False,
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    def __init__(self, *args: Any, stored: Programme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stored is not None:
            self.initial = model_to_dict(stored, ("name", "parent", "logo_alt"))
        if stored is not None:
            parents = self.fields["parent"]
            assert isinstance(parents, forms.ModelChoiceField)
            parents.queryset = Programme.objects.exclude(pk=stored.pk)
        if stored is None or not stored.logo:
            del self.fields["without_logo"]
