"""What the office enters about ideas and hints."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import Street
from kiezkontor.shared.fields import DayField, whole_number
from kiezkontor.voices.actions.deciding import Sorting, tasks_of
from kiezkontor.voices.forms.fields import TopicField
from kiezkontor.voices.models import SpaceProposal, Topic, Voice
from kiezkontor.voices.rules.status import MOVES, may_have_news

if TYPE_CHECKING:
    SpaceModelForm = forms.ModelForm[SpaceProposal]
else:
    SpaceModelForm = forms.ModelForm


class PublishForm(forms.Form):
    quiet = True

    title = forms.CharField(label=_("Title"), max_length=120)
    words = forms.CharField(
        label=_("Text"),
        max_length=4000,
        help_text=_(
            "Please leave out names of people and anything that offends. The author's own words stay with you."
        ),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    shows_photo = forms.BooleanField(label=_("Show the photo"), required=False)
    photo_alt = forms.CharField(
        label=_("What can be seen on the photo"),
        required=False,
        max_length=255,
        help_text=_("For people who do not see it. Needed where the photo is shown."),
    )

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": voice.shown_title,
            "words": voice.shown_words,
            "shows_photo": voice.shows_photo,
            "photo_alt": voice.photo_alt,
        }
        super().__init__(*args, **kwargs)
        if not voice.image:
            del self.fields["shows_photo"], self.fields["photo_alt"]

    def values(self) -> dict[str, Any]:
        return {"shows_photo": False, "photo_alt": "", **self.cleaned_data}


class ReasonForm(forms.Form):
    quiet = True

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class SortForm(forms.Form):
    quiet = True

    kind = forms.ChoiceField(label=_("Kind"), choices=Voice.Kind.choices)
    topic = TopicField(Topic.objects.none(), label=_("Topic"), required=False, empty_label="–")
    street = forms.ModelChoiceField(Street.objects.none(), label=_("Street"), required=False, empty_label="–")
    way = forms.ChoiceField(label=_("What becomes of it"), required=False, choices=Voice.Way.choices)
    is_need = forms.BooleanField(
        label=_("This is a need for action"),
        required=False,
        help_text=_("It then stands in the list of needs for action until it is done or declined."),
    )
    responsible = forms.ModelChoiceField(Person.objects.none(), label=_("Responsible"), required=False, empty_label="–")
    next_step = forms.CharField(
        label=_("Next step"), required=False, max_length=200, help_text=_("It becomes a task on the desk.")
    )
    due_on = DayField(label=_("Until"), required=False)

    def __init__(
        self,
        *args: Any,
        voice: Voice,
        topics: QuerySet[Topic],
        streets: QuerySet[Street],
        people: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        stored = {name: getattr(voice, name) for name in ("kind", "topic", "street", "way", "responsible")}
        waiting = tasks_of(voice)
        step = {"next_step": waiting[-1].what, "due_on": waiting[-1].due_on} if waiting else {}
        kwargs["initial"] = stored | step | {"is_need": voice.need_since is not None}
        super().__init__(*args, **kwargs)
        kept = Topic.objects.filter(pk=voice.topic_id or 0)
        for name, rows in (("topic", topics | kept), ("street", streets), ("responsible", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def sorting(self) -> Sorting:
        return Sorting(**self.cleaned_data)


class SpaceForm(SpaceModelForm):
    quiet = True

    class Meta:
        model = SpaceProposal
        fields = ["owner", "permission", "helpers", "cost_eur"]


class MoveForm(forms.Form):
    quiet = True

    to = forms.ChoiceField(label=_("It is now"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason or outcome"),
        required=False,
        max_length=2000,
        help_text=_(
            "Whoever gave it reads this, and everybody once it is published. "
            "Needed for what is forwarded (to whom?), done (what came of it?) or declined (why?)."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    duplicate_of = forms.CharField(
        label=_("Number of the one it repeats"),
        required=False,
        max_length=18,
        help_text=_("Only where it is known already. The number stands in the list and on its page."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, voice: Voice, others: QuerySet[Voice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        labels = dict(Voice.Status.choices)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(status, labels[status]) for status in MOVES[voice.status]]
        self.as_before = voice.status if may_have_news(voice.status) else ""
        if self.as_before:
            as_before = gettext("%(status)s, as before; I only write what is new") % {"status": labels[voice.status]}
            field.choices = [*field.choices, (voice.status, as_before)]

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("to") == self.as_before and not said.get("reason", "").strip():
            self.add_error("reason", _("Please write what is new: whoever gave it reads nothing else."))

    def clean_duplicate_of(self) -> Voice | None:
        number = whole_number(self.cleaned_data["duplicate_of"].strip().removeprefix("#"))
        found = self.others.filter(pk=number).first() if number else None
        if self.cleaned_data["duplicate_of"].strip() and found is None:
            raise forms.ValidationError(_("There is none of this number in your district."))
        return found


class NarrowForm(forms.Form):
    """What of a list of the office is shown."""

    quiet = True

    q = forms.CharField(label=_("Word, place or number"), required=False, max_length=100)
    topic = TopicField(Topic.objects.none(), label=_("Topic"), required=False, empty_label=_("All"))
    street = forms.ModelChoiceField(Street.objects.none(), label=_("Street"), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, topics: QuerySet[Topic], streets: QuerySet[Street], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("topic", topics), ("street", streets)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def among(self, found: QuerySet[Voice]) -> QuerySet[Voice]:
        asked = self.cleaned_data if self.is_valid() else {}
        if word := asked.get("q", "").strip():
            number = whole_number(word.removeprefix("#"))
            columns = ("shown_title", "words", "shown_words", "place", "street__name")
            said = Q(pk=number or 0)
            for column in columns:
                said |= Q(**{f"{column}__icontains": word})
            found = found.filter(said)
        if asked.get("topic"):
            found = found.filter(topic=asked["topic"])
        if asked.get("street"):
            found = found.filter(street=asked["street"])
        return found


class TopicForm(forms.Form):
    quiet = True

    name = forms.CharField(label=_("Name of the topic"), max_length=60)


class SinceForm(forms.Form):
    """Of which time the heat list tells."""

    quiet = True

    MONTHS = (("", _("All time")), ("3", _("Last 3 months")), ("12", _("Last 12 months")))

    months = forms.ChoiceField(label=_("Came in"), required=False, choices=MONTHS)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=(("", _("All")), *Voice.Kind.choices))
