from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.images import Upload
from kiezkontor.premises.models import ImportProposal
from kiezkontor.premises.table_columns import Column, language_of
from kiezkontor.premises.table_help import FIELDS
from kiezkontor.shared.fields import DayField
from kiezkontor.shared.spoken import Text, page_language, spoken

# An extract of a large town; whole Länder belong on the command line.
MAX_MEGABYTES = 200
LEFT_OUT = "-"
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
        label=_("Redraw the map of the district"),
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


class ColumnsForm(forms.Form):
    """What each column of an uploaded table holds. columns: as `table_columns.columns_of` found them."""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [(LEFT_OUT, gettext("Leave this column out")), *FIELDS.items()]
        for number, column in enumerate(columns):
            shown = "; ".join(column["examples"])
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=spoken(Text(column["heading"], language_of(column["heading"]) or page_language())),
                choices=choices,
                initial=column["meant"] or LEFT_OUT,
                help_text=gettext("For example: %(values)s") % {"values": shown}
                if shown
                else gettext("Without values in the first rows."),
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            name = f"column_{number}"
            field = self.cleaned_data.get(name)
            if field in said:
                self.add_error(
                    name,
                    gettext("Another column, “%(other)s”, holds this already. Leave one of the two out.")
                    % {"other": said[field]},
                )
            elif field and field != LEFT_OUT:
                said[field] = column["heading"]
        return self.cleaned_data

    @property
    def mapping(self) -> dict[str, str]:
        said = [self.cleaned_data[f"column_{number}"] for number, _column in enumerate(self.columns)]
        return {
            column["heading"]: "" if field == LEFT_OUT else field
            for column, field in zip(self.columns, said, strict=True)
        }


class DecisionForm(forms.Form):
    """One difference, or all of a kind, or all of a run."""

    decision = forms.ChoiceField(
        choices=[
            (value, label) for value, label in ImportProposal.Decision.choices if value != ImportProposal.Decision.OPEN
        ]
    )
    kind = forms.ChoiceField(choices=[("", ""), *ImportProposal.Kind.choices], required=False)
    difference = forms.IntegerField(required=False)
