from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District, Street
from kiezkontor.organisations.access import can_edit, in_houses_of, spells
from kiezkontor.organisations.models import Category, Contact, Organisation, UseClass
from kiezkontor.outreach import access
from kiezkontor.outreach.actions.contacts import Talk
from kiezkontor.outreach.models import Channel, Reason, Status, Topic
from kiezkontor.outreach.rules.pipeline import IN_THE_NETWORK, MOVES
from kiezkontor.shared.cautious import CautiousForm
from kiezkontor.shared.fields import DayField

MONTH = timedelta(days=30)
NOTHING_SAID = gettext_noop(
    "Nothing is noted of this contact yet. Please say one thing about it: what it was about, what was agreed, "
    "how long it took or what they told you."
)
LAST_CONTACT = (
    ("", _("at any time")),
    ("never", _("never")),
    ("3", _("not for three months")),
    ("6", _("not for six months")),
    ("12", _("not for a year")),
    ("recent", _("within the last three months")),
)


class PipelineFilter(forms.Form):
    """Which organisations are listed. everybody: of whom; district: where they are."""

    quiet = True

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("every status")), *Status.choices])
    street = forms.ModelChoiceField(
        Street.objects.none(), label=_("Street"), required=False, empty_label=_("every street")
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Category"), required=False, empty_label=_("every category")
    )
    use = forms.ChoiceField(label=_("Use"), required=False, choices=[("", _("every use")), *UseClass.choices])
    last = forms.ChoiceField(label=_("Last contact"), required=False, choices=LAST_CONTACT)

    def __init__(self, *args: Any, everybody: QuerySet[Organisation], district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everybody, self.district = everybody, district
        street, category = self.fields["street"], self.fields["category"]
        assert isinstance(street, forms.ModelChoiceField)
        assert isinstance(category, forms.ModelChoiceField)
        street.queryset = Street.objects.filter(districts=district)
        category.queryset = access.categories_of(everybody)

    def asked(self) -> Mapping[str, Any]:
        """What is asked for and can be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def found(self, *, on: date, but: str = "") -> QuerySet[Organisation]:
        """Those that pass; `but` names a field that is left aside.

        Nobody where a value cannot be understood, such as a street that has gone: what is done with all that a filter
        finds must not be done with everybody.
        """
        organisations = self.everybody.none() if self.errors else self.everybody
        asked = {name: value for name, value in self.asked().items() if name != but}
        conditions: dict[str, Callable[[Any], Q]] = {
            "q": lambda text: Q(name__icontains=text) | Q(brand__icontains=text),
            "status": lambda status: Q(status=status),
            "street": lambda street: Q(pk__in=self.in_street(street, on=on)),
            "category": lambda category: Q(category=category),
            "use": lambda use: Q(category__use_class=use),
            "last": lambda last: contacted(last, on=on),
        }
        for name, value in asked.items():
            organisations = organisations.filter(conditions[name](value))
        return organisations

    def in_street(self, street: Street, *, on: date) -> Any:
        here = spells().current_on(on).filter(in_houses_of(self.district), occupants__isnull=False)
        return here.filter(unit__address__street=street).values("occupants")


def contacted(asked: str, *, on: date) -> Q:
    if asked == "never":
        return Q(last_contact_on__isnull=True)
    if asked == "recent":
        return Q(last_contact_on__gt=on - 3 * MONTH)
    return Q(last_contact_on__isnull=True) | Q(last_contact_on__lte=on - int(asked) * MONTH)


class DayInThePast(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class ContactForm(CautiousForm, DayInThePast):
    """A contact as it is noted on a phone, in front of the door: what is most often so is chosen already."""

    OUTCOMES = (("", _("as before")), ("interested", _("interested")), ("declined", _("declined")))

    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=forms.RadioSelect, initial="visit")
    topics = forms.MultipleChoiceField(
        label=_("What was it about?"), required=False, choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(
        label=_("What do they think of the network?"),
        required=False,
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        initial="",
    )
    reason = forms.ChoiceField(
        label=_("Why did they decline?"), required=False, choices=[("", _("not declined")), *Reason.choices]
    )
    next_step = forms.CharField(label=_("Agreed next step"), required=False, max_length=200)
    next_on = DayField(label=_("Until when?"), required=False)
    on = DayField(label=_("Day"))
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("With whom?"), required=False, empty_label=_("not noted")
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), required=False, min_value=1, max_value=600)
    worries = forms.MultipleChoiceField(
        label=_("What worries them?"), required=False, choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    concerns = forms.CharField(
        label=_("Worries in their words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about health, religion, origin or family, please."),
    )
    wishes = forms.CharField(
        label=_("What do they wish?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Then the coordination alone reads it.")
    )

    looked_at = ("next_step", "concerns", "wishes")
    FIRST = ("channel", "topics", "outcome", "reason", "next_step", "next_on")
    SAID = ("topics", "outcome", "next_step", "next_on", "minutes", "worries", "concerns", "wishes")
    quiet = True

    def __init__(
        self, *args: Any, organisation: Organisation, district: District, viewer: Viewer, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not can_edit(viewer, district):  # whose people there are is for those who look after entries
            del self.fields["contact"]
            return
        people = self.fields["contact"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = access.contacts_to_talk_to(viewer, organisation, district)
        people.initial = access.last_talked_to(viewer, district, organisation)

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def further_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def has_further(self) -> bool:
        """Whether something is wrong with a field that is folded away."""
        return any(field.errors for field in self.further_fields())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("next_on") and not given.get("next_step"):
            self.add_error("next_step", gettext("Please write what has to be done by then."))
        if given.get("reason") and given.get("outcome") != "declined":
            self.add_error("reason", gettext("A reason belongs to a refusal. Please choose “declined”, or no reason."))
        if given.get("next_on") and given["next_on"] < timezone.localdate():
            self.add_error("next_on", gettext("This day is over. Please give today or a later day, or none."))
        if not self.errors and not any(given.get(name) for name in self.SAID):
            self.add_error("topics", gettext(NOTHING_SAID))
        return given

    def talk(self) -> Talk:
        return Talk(**self.cleaned_data)


class MoveForm(DayInThePast):
    """status: where the organisation stands; only steps from there may be chosen."""

    quiet = True

    to = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why did they decline?"), required=False, choices=[("", _("not declined")), *Reason.choices]
    )
    on = DayField(label=_("Since"))

    def __init__(self, *args: Any, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(to, Status(to).label) for to in MOVES[status]]


class SupportForm(CautiousForm, DayInThePast):
    looked_at = ("request", "done")

    request = forms.CharField(label=_("What was asked?"), max_length=200)
    done = forms.CharField(
        label=_("What was done?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    minutes = forms.IntegerField(label=_("How many minutes did it take?"), min_value=1, max_value=6000)
    on = DayField(label=_("Day"))


class SaveFilterForm(forms.Form):
    quiet = True

    name = forms.CharField(label=_("Name of the filter"), max_length=80)
    is_shared = forms.BooleanField(label=_("For the whole office"), required=False)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class BulkForm(CautiousForm, DayInThePast):
    """One step for everybody a filter finds."""

    quiet = True
    looked_at = ("what",)
    STEPS = (
        ("move", _("Change the status")),
        ("letter", _("Note a letter or mail that went to all")),
        ("task", _("Make a task for each organisation")),
        ("needs_mail", _("Ask by mail what they need")),
        ("needs_letter", _("Ask by letter what they need, with a sheet to fill in")),
    )
    TO = [(value, label) for value, label in Status.choices if value not in {"identified", *IN_THE_NETWORK}]

    step = forms.ChoiceField(label=_("What should be done?"), choices=STEPS, widget=forms.RadioSelect)
    to = forms.ChoiceField(label=_("New status"), required=False, choices=[("", "–"), *TO])
    reason = forms.ChoiceField(label=_("Why did they decline?"), required=False, choices=[("", "–"), *Reason.choices])
    what = forms.CharField(label=_("What needs doing?"), required=False, max_length=200)
    on = DayField(label=_("Day"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        needed = {"move": "to", "task": "what"}.get(given.get("step", ""))
        if needed and not given.get(needed):
            self.add_error(needed, gettext("Please fill this in for the chosen step."))
        if given.get("to") == "declined" and given.get("step") == "move" and not given.get("reason"):
            self.add_error("reason", gettext("Please say why they declined; the reasons are counted."))
        return given


class DaysForm(forms.Form):
    """Which days the course of the outreach tells of."""

    quiet = True

    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))

    def clean(self) -> dict[str, date]:
        asked = super().clean() or self.cleaned_data
        if "since" in asked and "until" in asked and asked["since"] > asked["until"]:
            self.add_error("until", gettext("This day lies before the first one."))
        return asked
