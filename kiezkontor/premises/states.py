"""The state of all units of a district on any day, counted."""

from datetime import date

from django.db.models import Count

from kiezkontor.districts.models import District
from kiezkontor.premises.access import units_in
from kiezkontor.premises.models import UseSpell


def counts_on(district: District, day: date) -> dict[tuple[str, str], int]:
    """Occupancy and use class → how many units; units nobody had seen by then do not count."""
    spells = UseSpell.objects.current_on(day).filter(unit__in=units_in(district, on=day)).order_by()
    rows = spells.values_list("occupancy", "use_class").annotate(units=Count("pk"))
    return {(occupancy, use_class): units for occupancy, use_class, units in rows}
