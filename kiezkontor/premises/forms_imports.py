from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.images import Upload
from kiezkontor.premises.models import ImportProposal
from kiezkontor.shared.fields import DayField

# An extract of a large town; whole Länder belong on the command line.
MAX_MEGABYTES = 200
ACCEPTED = ".pbf,.osm,.gz,.bz2,.json,.geojson,.csv,.tsv,.txt,.xlsx"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("The file is empty. Please choose another one.")},
    )
    on = DayField(
        label=_("Day the file speaks of"),
        required=False,
        help_text=_("Left empty, the day that the map data name counts; for a table, and where they name none, today."),
    )
    round_number = forms.IntegerField(
        label=_("Number of the survey round"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_(
            "Where the table comes from a walk through the district, or where the first map data are to be a round."
        ),
    )
    with_map = forms.BooleanField(
        label=_("Draw the map of the district anew"),
        required=False,
        help_text=_("From an extract that holds streets and houses (.osm.pbf, .osm)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "Map data of OpenStreetMap (.osm.pbf, .osm, .gz, .bz2, JSON, GeoJSON) or a table (.csv, .tsv, .xlsx), "
            "up to %(size)s megabytes."
        ) % {"size": MAX_MEGABYTES}

    def clean_file(self) -> Upload:
        file: Upload = self.cleaned_data["file"]
        if (file.size or 0) > MAX_MEGABYTES * 1_000_000:
            raise forms.ValidationError(
                gettext("The file is larger than %(size)s megabytes. Please cut out the district first.")
                % {"size": MAX_MEGABYTES}
            )
        return file

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come. Please give today or an earlier day."))
        return on


class DecisionForm(forms.Form):
    """One difference, or all of a kind, or all of a run."""

    decision = forms.ChoiceField(
        choices=[
            (value, label) for value, label in ImportProposal.Decision.choices if value != ImportProposal.Decision.OPEN
        ]
    )
    kind = forms.ChoiceField(choices=[("", ""), *ImportProposal.Kind.choices], required=False)
    difference = forms.IntegerField(required=False)
