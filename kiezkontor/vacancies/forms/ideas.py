"""What people write about interim use, and what the office shows of it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.fields import PhotoField
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.vacancies.actions.ideas import Decision, ExampleTexts
from kiezkontor.vacancies.forms.cases import capitalised
from kiezkontor.vacancies.models import UseExample, UseIdea, VacancyCase

LONGEST = 2000
IN_GENERAL = pgettext_lazy("an idea for interim use", "none in particular")


if TYPE_CHECKING:
    CaseChoiceField = forms.ModelChoiceField[VacancyCase]
else:
    CaseChoiceField = forms.ModelChoiceField


class CaseField(CaseChoiceField):
    """Vacancies told apart where a house has several."""

    def label_from_instance(self, case: VacancyCase) -> str:
        day = date_format(timezone.localtime(case.opened_at), "SHORT_DATE_FORMAT")
        said = {"place": case, "stage": case.get_stage_display(), "day": day}
        return gettext("%(place)s: %(stage)s, known since %(day)s") % said


class IdeaForm(GuardedForm):
    """For everybody, without an account: the idea, and nothing else is needed."""

    words = forms.CharField(
        label=_("What could be there for a time?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For example an exhibition, a trial shop, a workshop, rehearsals. Say where, if it needs one place."
        ),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Only the office reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=200,
        help_text=_("Only if the office may write to you about it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    angebot = forms.CharField(required=False, widget=forms.HiddenInput)


class DecideForm(forms.Form):
    quiet = True

    status = forms.ChoiceField(
        label=_("Status"),
        widget=forms.RadioSelect,
        help_text=_("Everybody reads the title and the text from “published” on, and “taken up”, but no other status."),
    )
    shown_title = forms.CharField(label=_("Title everybody reads"), required=False, max_length=120)
    shown_words = forms.CharField(
        label=_("Text everybody reads"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Without names of people, owners and businesses that nobody has asked."),
    )
    case = CaseField(
        VacancyCase.objects.none(),
        label=_("For which vacancy"),
        required=False,
        empty_label=IN_GENERAL,
        help_text=_("Only the office sees this."),
    )
    note = forms.CharField(
        label=_("Note, for the office alone"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, idea: UseIdea, cases: QuerySet[VacancyCase], **kwargs: Any) -> None:
        initial = {name: getattr(idea, name) for name in ("status", "shown_title", "shown_words", "case", "note")}
        if idea.status == UseIdea.Status.RECEIVED and not idea.shown_words:
            initial["shown_words"] = idea.words
        super().__init__(*args, **kwargs | {"initial": initial})
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = capitalised(UseIdea.Status)
        case = self.fields["case"]
        assert isinstance(case, CaseField)
        case.queryset = cases

    def decision(self) -> Decision:
        return Decision(**self.cleaned_data)


class ExampleForm(forms.Form):
    """An interim use as everybody reads it. A photo needs the leave of whoever took it and of whom it shows."""

    quiet = True

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For example: Four months of open studio."))
    words = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it was and what came of it; no rent, no owner, nobody who has not agreed."),
    )
    image = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 20 megabytes. The place it was taken is removed from the file."),
    )
    alt = forms.CharField(
        label=_("What the photo shows"),
        required=False,
        max_length=200,
        help_text=_("For people who do not see it. Needed with a photo."),
    )
    credit = forms.CharField(
        label=_("Whose photo it is"), required=False, max_length=120, help_text=_("Needed with a photo.")
    )
    may_show = forms.BooleanField(
        label=_("Whoever took the photo and whoever it shows have agreed to it being published"), required=False
    )
    is_photo_removed = forms.BooleanField(label=_("Take the photo out"), required=False)
    is_public = forms.BooleanField(label=_("Everybody may read it"), required=False)

    def __init__(self, *args: Any, known: UseExample | None, **kwargs: Any) -> None:
        if known is not None:
            names = ("title", "words", "alt", "credit", "is_public")
            kwargs["initial"] = {name: getattr(known, name) for name in names}
        super().__init__(*args, **kwargs)
        if known is None or not known.image:
            del self.fields["is_photo_removed"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("image") and not said.get("may_show"):
            self.add_error("may_show", _("Without their leave a photo cannot be published."))
        return said

    def texts(self) -> ExampleTexts:
        said = self.cleaned_data
        names = ("title", "words", "alt", "credit", "is_public")
        kept = {name: said[name] for name in names}
        return ExampleTexts(**kept, sizes=said["image"], is_photo_removed=said.get("is_photo_removed", False))
