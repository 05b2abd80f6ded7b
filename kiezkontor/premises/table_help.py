"""What the office reads about the columns of a table, and the template it may fill in."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.premises.rules.table_headings import GERMAN
from kiezkontor.premises.rules.tables import EXAMPLE

# What may stand in a column, in the order of the template.
HINTS = {
    "street": gettext_lazy("The street without the number."),
    "number": gettext_lazy("For example 12 or 12a; without it a unit is in the street, but in no house."),
    "position": gettext_lazy("left, right, middle, corner, courtyard or words of your own."),
    "floor": gettext_lazy("0 is the ground floor."),
    "name": gettext_lazy("The name on the sign; empty where nobody is there."),
    "use_class": gettext_lazy("retail, gastronomy, local_economy, public_use; empty: as usual for the category."),
    "category": gettext_lazy("The German name, for example Bäckerei, or a tag of OpenStreetMap such as shop=bakery."),
    "occupancy": gettext_lazy("occupied, vacant, interim_use, used_as_housing, under_works, unknown."),
    "since": gettext_lazy("2019, 2019-05, 2019-05-31 or before 2019."),
    "area_sqm": gettext_lazy("The floor area as a number."),
    "note": gettext_lazy("For the office alone."),
    "lat": gettext_lazy("Degrees north, for example 49.0069; needed only without a street."),
    "lon": gettext_lazy("Degrees east, for example 8.4037; needed only without a street."),
    "ref": gettext_lazy("A number of your own by which a unit is found again."),
}


# What a column of a table is called where somebody says what it holds.
FIELDS = {
    "street": gettext_lazy("Street"),
    "number": gettext_lazy("House number"),
    "address": gettext_lazy("Whole address (street, number, postcode, town)"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("Town"),
    "position": gettext_lazy("Position in the house"),
    "floor": gettext_lazy("Floor"),
    "name": gettext_lazy("Name"),
    "use_class": gettext_lazy("Use class"),
    "category": gettext_lazy("Category"),
    "occupancy": gettext_lazy("Occupancy"),
    "since": gettext_lazy("Since when"),
    "area_sqm": gettext_lazy("Floor area in m²"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail address"),
    "website": gettext_lazy("Website"),
    "opening_hours": gettext_lazy("Opening hours (as in OpenStreetMap)"),
    "wheelchair": gettext_lazy("Step-free access (wheelchair)"),
    "note": gettext_lazy("Note"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "ref": gettext_lazy("Your own number of the unit"),
}


def columns() -> dict[str, Any]:
    """The headings that are understood, as components/data_table.html takes them."""
    return {
        "columns": [
            {"label": _("Heading in German")},
            {"label": _("in English")},
            {"label": _("What may stand there")},
        ],
        "rows": [{"cells": [heading, name, HINTS[name]]} for name, heading in GERMAN.items()],
    }


def template() -> bytes:
    """A table with German headings and an example, as spreadsheets open it by a double click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(GERMAN.values())
    writer.writerow(EXAMPLE.get(name, "") for name in GERMAN)
    return text.getvalue().encode("utf-8-sig")
