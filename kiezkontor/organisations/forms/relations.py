from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.access_relations import READ_BACK
from kiezkontor.organisations.models import Organisation, Relation
from kiezkontor.shared.cautious import CautiousForm
from kiezkontor.shared.fields import DayField, LastDayField

# Before the name of a kind: it is read from the other entry to this one.
BACK = "back:"


def ways() -> list[tuple[str, Any]]:
    """Every kind in both directions; what reads the same from both ends once."""
    found: list[tuple[str, Any]] = []
    for kind in Relation.Kind:
        found.append((kind.value, kind.label))
        if READ_BACK[kind] != kind.label:
            found.append((f"{BACK}{kind.value}", READ_BACK[kind]))
    return found


class RelationForm(CautiousForm):
    """How one entry stands to another, said from the first."""

    quiet = True
    looked_at = ("note",)

    kind = forms.ChoiceField(choices=ways, widget=forms.RadioSelect)
    from_on = DayField(label=_("From"), required=False)
    until_on = LastDayField(label=_("Last day"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(
        self, *args: Any, organisation: Organisation, other: Organisation, relation: Relation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.other = organisation, other
        both = {"entry": organisation, "other": other}
        self.fields["kind"].label = gettext("How does “%(entry)s” stand to “%(other)s”?") % both
        if relation is not None:
            is_back = relation.one_id != organisation.pk and relation.kind != Relation.Kind.COOPERATES_WITH
            self.initial = {name: getattr(relation, name) for name in ("from_on", "until_on", "note")}
            self.initial["kind"] = f"{BACK if is_back else ''}{relation.kind}"

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        said = str(values["kind"])
        ends = (self.other, self.organisation) if said.startswith(BACK) else (self.organisation, self.other)
        return values | {"one": ends[0], "other": ends[1], "kind": said.removeprefix(BACK)}
