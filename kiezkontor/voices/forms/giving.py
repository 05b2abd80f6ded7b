"""What is entered by whoever gives an idea or a hint, supports one, or comments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.organisations.fields import PhotoField
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.voices.actions.giving import Given
from kiezkontor.voices.forms.fields import TopicField
from kiezkontor.voices.models import Topic, Voice

LONGEST = 4000
AS_YET = _("I do not know")


class GivenFields(forms.Form):
    """Only the words are needed; everything else helps."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Voice.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What do you want to say?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    image = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "Please without people and number plates. JPEG, PNG or WebP, up to 20 megabytes. "
            "The place it was taken is removed from the file."
        ),
    )
    place = forms.CharField(
        label=_("Where is it?"),
        required=False,
        max_length=160,
        help_text=_("Street and number, or a place everybody knows."),
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    topic = TopicField(Topic.objects.none(), label=_("Topic"), required=False, empty_label=AS_YET)

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = topics

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("lat") is None) != (cleaned.get("lon") is None):
            raise ValidationError(_("A place on the map has two numbers. Please give both or none."))
        is_somewhere = bool(cleaned.get("place")) or cleaned.get("lat") is not None
        if cleaned.get("kind") == Voice.Kind.SPACE and not is_somewhere and "place" not in self.errors:
            self.add_error("place", _("Please say which place you mean, or point at it on the map."))
        return cleaned

    def given(self) -> Given:
        entered = {name: self.cleaned_data[name] for name in ("kind", "words", "topic", "place", "lat", "lon")}
        return Given(sizes=self.cleaned_data["image"], **entered)


class GiveForm(GivenFields, GuardedForm):
    """For everybody, without an account."""

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
        help_text=_("If you want to hear what becomes of it. You first get a mail with a link to confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("kind", "words", "place", "image", "topic", "name", "email")


class OwnGiveForm(GivenFields):
    """For whoever looks after an entry: on the telephone in a few taps, the photo straight from the camera."""

    quiet = True

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("On behalf of"), empty_label=None)
    names_organisation = forms.BooleanField(
        label=_("If it is published, say that it is from us"),
        required=False,
        help_text=_("Otherwise it reads “from a member of the network”."),
    )
    field_order = ("kind", "words", "image", "place", "topic", "organisation", "names_organisation")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = Voice.Kind.HINT
        self.fields["image"].widget.attrs["capture"] = "environment"
        self.only = narrowed(self, organisations)

    def values(self) -> dict[str, Any]:
        organisation = self.only or self.cleaned_data["organisation"]
        return {"organisation": organisation, "names_organisation": self.cleaned_data["names_organisation"]}


def narrowed(form: forms.Form, organisations: QuerySet[Organisation]) -> Organisation | None:
    """For whom somebody writes is only asked of whoever looks after several; else the only one is returned."""
    own = list(organisations[:2])
    if len(own) == 1:
        del form.fields["organisation"]
        return own[0]
    field = form.fields["organisation"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = organisations
    return None


class SupportForm(GuardedForm):
    """A button."""


class CommentForm(GuardedForm):
    words = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=80,
        help_text=_("Everybody reads it below your comment; it may stay empty."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignedInCommentForm(forms.Form):
    quiet = True

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("On behalf of"), empty_label=None)
    words = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], for_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_office = for_office
        if for_office:
            del self.fields["organisation"]
            self.only = None
        else:
            self.only = narrowed(self, organisations)

    def values(self) -> dict[str, Any]:
        organisation = None if self.for_office else self.only or self.cleaned_data["organisation"]
        return {"organisation": organisation, "words": self.cleaned_data["words"]}


class FilterForm(forms.Form):
    """What of the published ones is shown."""

    quiet = True

    STATES = (
        ("", _("All")),
        ("open", pgettext_lazy("ideas and hints", "Open")),
        ("done", pgettext_lazy("ideas and hints", "Done")),
        ("ended", _("Not done")),
    )

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=(("", _("All")), *Voice.Kind.choices))
    topic = TopicField(Topic.objects.none(), label=_("Topic"), required=False, empty_label=_("All"))
    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES)

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = topics

    def among(self, found: QuerySet[Voice]) -> QuerySet[Voice]:
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("kind"):
            found = found.filter(kind=asked["kind"])
        if asked.get("topic"):
            found = found.filter(topic=asked["topic"])
        if asked.get("state") == "open":
            found = found.filter(pk__in=Voice.objects.open().values("pk"))
        elif asked.get("state") == "done":
            found = found.filter(status=Voice.Status.DONE)
        elif asked.get("state") == "ended":
            found = found.filter(status__in=(Voice.Status.DECLINED, Voice.Status.DUPLICATE))
        return found
