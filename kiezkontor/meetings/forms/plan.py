from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.models import PlanMeasure
from kiezkontor.meetings.rules.plan import DRAFT, MOVES
from kiezkontor.organisations.fields import PhotoField
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.fields import DayField

if TYPE_CHECKING:
    MeasureModelForm = forms.ModelForm[PlanMeasure]
else:
    MeasureModelForm = forms.ModelForm


class MeasureForm(MeasureModelForm):
    """A measure of the plan with its state. members: who may see to it; goals: those there are, to choose from."""

    quiet = True

    cost = forms.IntegerField(
        label=PlanMeasure._meta.get_field("cost").verbose_name, min_value=0, max_value=10_000_000, required=False
    )
    due_on = DayField(label=_("Until"), required=False)
    cared_until = DayField(label=_("Looked after until"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PlanMeasure
        fields = (
            *("goal", "target_group", "what", "organisation", "responsible", "cost", "due_on", "status", "outcome"),
            *("cared_by", "cared_until"),
        )
        help_texts = {
            "goal": _("Measures with the same goal stand together."),
            "cared_by": _("Of something in the street: the sponsor of a tree pit, a bench or a flower tub."),
            "outcome": _("What it has brought, or why it was dropped."),
        }

    def __init__(self, *args: Any, members: QuerySet[Organisation], **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None:
            kwargs["initial"] = {"seen_version": instance.version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        chosen = self.fields["organisation"]
        assert isinstance(chosen, forms.ModelChoiceField)
        own = Organisation.objects.filter(pk=instance.organisation_id) if instance else Organisation.objects.none()
        chosen.queryset = members | own
        chosen.empty_label = gettext("nobody of the members")
        before = instance.status if instance is not None else DRAFT
        offered = {before, *MOVES[before]}
        status = self.fields["status"]
        assert isinstance(status, forms.ChoiceField)
        status.choices = [(value, label) for value, label in PlanMeasure.Status.choices if value in offered]

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("cared_until") and "cared_by" in said and not said["cared_by"]:
            self.add_error("cared_by", gettext("Please say who looks after it until then."))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class PhotosForm(forms.Form):
    """Photos of the place of a measure; what is left empty stays as it is."""

    quiet = True

    before = PhotoField(label=_("Before"), required=False)
    after = PhotoField(label=_("After"), required=False)

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(gettext("Please choose a photo."))
