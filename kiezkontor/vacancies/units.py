"""What the pages of units show of this area, and what hangs on units here."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.hooks import Link
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies import access
from kiezkontor.vacancies.models import EarlyWarning, OwnedUnit, VacancyCase


def hang_on(units: Collection[int]) -> bool:
    tables = (VacancyCase, EarlyWarning, OwnedUnit)
    return any(model._default_manager.filter(unit__in=units).exists() for model in tables)


def links_of(viewer: Viewer, district: District, unit: Unit) -> Iterable[Link]:
    """The way to the open case, or to opening one, for those who keep them."""
    if not access.may_keep(viewer, district):
        return
    case = access.of_units(viewer, district, [unit.pk]).get(unit.pk)
    if case is not None:
        yield Link(_("To the vacancy"), reverse("vacancies:office_case", args=[case.pk]))
    else:
        yield Link(_("Open a vacancy"), reverse("vacancies:office_open", args=[unit.pk]))
        yield Link(_("Note an early warning"), reverse("vacancies:office_warn", args=[unit.pk]))
