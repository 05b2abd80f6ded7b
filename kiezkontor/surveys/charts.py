"""Charts of a survey round; each stands beside the table it is drawn from."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kiezkontor.surveys.figures_in_words import LINES, percent
from kiezkontor.surveys.rules.charts import Chart, Value, chart
from kiezkontor.surveys.rules.figures import Figures

# A street of fewer units has no rate worth drawing.
FEWEST_UNITS = 3
MOST_PARTS = 12


def structure_chart(found: Figures, *, earlier: Figures | None = None) -> Chart:
    """The shares of the use structure, with those of an earlier round under them; lines without units are left out."""
    before = {share.name: share for share in earlier.structure} if earlier else {}
    values = [
        Value(
            str(LINES[share.name]),
            share.percent,
            _("%(units)s units, %(percent)s %%") % {"units": share.units, "percent": share.percent},
            before[share.name].percent if before else None,
            _("before: %(percent)s %%") % {"percent": before[share.name].percent} if before else "",
        )
        for share in found.structure
        if share.units or (before and before[share.name].units)
    ]
    return chart(values)


def vacancy_chart(parts: Mapping[str, Figures]) -> Chart:
    """The vacancy rate of each part with a name and enough units, the highest first."""
    told = [
        (name, found.vacant_of_all)
        for name, found in parts.items()
        if name and found.units >= FEWEST_UNITS and found.vacant_of_all.part
    ]
    told.sort(key=lambda each: (-(each[1].percent or 0), each[0]))
    return chart(
        [
            Value(
                name,
                rate.percent or 0,
                _("%(part)s of %(of)s, %(percent)s")
                % {"part": rate.part, "of": rate.of, "percent": percent(rate.percent or 0)},
            )
            for name, rate in told[:MOST_PARTS]
        ]
    )
