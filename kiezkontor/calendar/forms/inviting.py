from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.access_inviting import Gathered, key_of_body
from kiezkontor.calendar.actions.inviting import Wanted
from kiezkontor.calendar.hooks import Segment
from kiezkontor.calendar.models import Invitation
from kiezkontor.calendar.rules.inviting import Guest, guests_in
from kiezkontor.organisations.models import Organisation

LINES = {"rows": 3}


class InviteForm(forms.Form):
    """Whom to invite, from several places at once.

    members: how many there are; bodies: who is in each; entries: those one may invite, by the
    word their name is found by; streets: where those are that share a name; alike: names that hold a word nobody has.
    """

    quiet = True

    members = forms.BooleanField(required=False)
    bodies = forms.MultipleChoiceField(label=_("Bodies"), required=False, widget=forms.CheckboxSelectMultiple)
    segments = forms.MultipleChoiceField(
        label=_("Saved filters of the outreach"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=_("Single entries"),
        help_text=_("One name each line, as it stands in the directory; with street and number where several have it."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(LINES),
    )
    guests = forms.CharField(
        label=_("Guests"),
        help_text=_(
            "One each line: name and e-mail address. Whoever has none gets a letter if you write the postal address: "
            "“Gesa Gast, Karlstraße 7, 12049 Berlin”. You call whoever has neither yourself."
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(LINES),
    )
    as_what = forms.ChoiceField(
        label=_("The guests come as"),
        choices=Invitation.As.choices,
        initial=Invitation.As.GUEST.value,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        member_ids: Sequence[int],
        segments: Sequence[Segment],
        bodies: Sequence[Gathered],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.in_bodies = {each.key: each.people for each in bodies}
        self.member_ids, self.offered = member_ids, {each.key: each for each in segments}
        self.entries: Mapping[str, Sequence[Organisation]] = {}
        self.streets: Mapping[int, str] = {}
        self.alike: Mapping[str, Sequence[str]] = {}
        self.fields["members"].label = gettext("All members of the network (%(count)d)") % {"count": len(member_ids)}
        chosen = self.fields["segments"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(each.key, each.label) for each in segments]
        named = self.fields["bodies"]
        assert isinstance(named, forms.ChoiceField)
        named.choices = [(each.key, f"{each.label} ({len(each.people)})") for each in bodies]
        if not bodies:
            del self.fields["bodies"]
        if not segments:
            del self.fields["segments"]
        if not member_ids:
            del self.fields["members"]

    def named(self) -> list[str]:
        """The names that were typed, for whoever looks them up."""
        lines = str(self.data.get("names", "")).splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def clean_names(self) -> list[int]:
        found, wrong = list[int](), list[str]()
        for name in self.named():
            there = self.entries.get(name, ())
            if len(there) == 1:
                found.append(there[0].pk)
            elif there:
                wrong.append(self.several(name, there))
            else:
                wrong.append(self.unknown(name))
        if wrong:
            raise ValidationError(wrong)
        return found

    def unknown(self, name: str) -> str:
        said = gettext("There is no entry called “%(name)s”.") % {"name": name}
        alike = [gettext("“%(name)s”") % {"name": each} for each in self.alike.get(name, ())]
        if not alike:
            return said
        return f"{said} {gettext('Do you mean %(choices)s?') % {'choices': get_text_list(alike, gettext('or'))}}"

    def several(self, name: str, there: Sequence[Organisation]) -> str:
        lines = sorted(
            gettext("“%(name)s”") % {"name": f"{each}, {self.streets[each.pk]}"}
            for each in there
            if each.pk in self.streets
        )
        if not lines or len(set(lines)) < len(lines):
            return gettext(
                "“%(name)s” is the name of several entries, and their addresses do not tell them apart. Please look "
                "them up in the directory and change one of their names."
            ) % {"name": name}
        said = gettext("“%(name)s” is the name of several entries. Please write the one you mean: %(choices)s.")
        return said % {"name": name, "choices": ", ".join(lines)}

    def clean_guests(self) -> list[Guest]:
        found, wrong = guests_in(self.cleaned_data["guests"]), list[str]()
        for guest in found:
            try:
                if guest.email:
                    validate_email(guest.email)
            except ValidationError:
                wrong.append(gettext("“%(email)s” is no e-mail address.") % {"email": guest.email})
        if wrong:
            raise ValidationError(wrong)
        return found

    def clean(self) -> None:
        said = self.cleaned_data
        if not self.errors and not any(said.get(name) for name in ("members", "bodies", "segments", "names", "guests")):
            raise ValidationError(gettext("Please choose whom you want to invite."))

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        chosen = set(said["names"]) | (set(self.member_ids) if said.get("members") else set())
        for key in said.get("segments", ()):
            chosen |= set(self.offered[key].find().values_list("pk", flat=True))
        as_what = said["as_what"] or Invitation.As.GUEST.value
        people = [(person, name) for name in said.get("bodies", ()) for person in self.in_bodies[name]]
        named = [(person, pk) for person, name in people if (pk := key_of_body(name))]
        return Wanted(
            sorted(chosen),
            tuple(said["guests"]),
            as_what,
            tuple(dict.fromkeys(person for person, _name in people)),
            {person.email.lower(): pk for person, pk in named},
        )
