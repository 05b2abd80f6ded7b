from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.actions.editing import field_name, values_of
from kiezkontor.organisations.actions.merging import stamp
from kiezkontor.organisations.merging_words import origin_in_words, value_in_words
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.organisations.rules.merging import Origin, better_side, differing


class OtherEntryForm(forms.Form):
    """By which name the second entry is looked for."""

    quiet = True
    q = forms.CharField(label=_("Name of the other entry"), required=False, max_length=100)


class MergeForm(forms.Form):
    """For each field in which two entries differ, which value stays; what is preselected is the surer one."""

    seen_kept = forms.CharField(widget=forms.HiddenInput)
    seen_absorbed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kept: Organisation, absorbed: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.absorbed = kept, absorbed
        self.fields["seen_kept"].initial, self.fields["seen_absorbed"].initial = stamp(kept), stamp(absorbed)
        ours, theirs = values_of(kept), values_of(absorbed)
        claims = {
            (claim.organisation_id, claim.field): claim
            for claim in FieldClaim.objects.filter(organisation__in=[kept, absorbed])
        }
        self.groups = differing(ours, theirs)
        for group in self.groups:
            self.fields[group[0]] = self.choice(group, ours, theirs, claims)

    def choice(
        self,
        group: tuple[str, ...],
        ours: Mapping[str, Any],
        theirs: Mapping[str, Any],
        claims: Mapping[tuple[int, str], FieldClaim],
    ) -> forms.ChoiceField:
        name = group[0]
        of_kept, of_absorbed = claims.get((self.kept.pk, name)), claims.get((self.absorbed.pk, name))
        side = better_side(
            [ours[each] for each in group],
            [theirs[each] for each in group],
            origin(self.kept, of_kept),
            origin(self.absorbed, of_absorbed),
        )
        choices = [
            (value, f"{value_in_words(name, said[name], entry)} ({origin_in_words(entry, claim)})")
            for value, said, entry, claim in (
                ("kept", ours, self.kept, of_kept),
                ("absorbed", theirs, self.absorbed, of_absorbed),
            )
        ]
        return forms.ChoiceField(label=field_name(name), choices=choices, initial=side, widget=forms.RadioSelect)

    @property
    def taken(self) -> list[str]:
        return [group[0] for group in self.groups if self.cleaned_data[group[0]] == "absorbed"]

    @property
    def seen(self) -> dict[int, str]:
        return {self.kept.pk: self.cleaned_data["seen_kept"], self.absorbed.pk: self.cleaned_data["seen_absorbed"]}


def origin(organisation: Organisation, claim: FieldClaim | None) -> Origin:
    said_on: date | None = claim.said_on if claim else None
    return Origin(said_on, organisation.confirmed_on, organisation.changed_at)
