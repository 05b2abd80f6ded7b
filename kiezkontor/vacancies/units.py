"""What the pages of units show of this area, and what hangs on units here."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.hooks import Link
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies import access
from kiezkontor.vacancies.models import VacancyCase


def has_case(units: Collection[int]) -> bool:
    return VacancyCase.objects.filter(unit__in=units).exists()


def links_of(viewer: Viewer, district: District, unit: Unit) -> Iterable[Link]:
    """The way to the open case, or to opening one, for those who keep them."""
    if not access.may_keep(viewer, district):
        return
    case = access.of_units(viewer, district, [unit.pk]).get(unit.pk)
    if case is not None:
        yield Link(_("To the vacancy"), reverse("vacancies:office_case", args=[case.pk]))
    else:
        yield Link(_("Open a vacancy"), reverse("vacancies:office_open", args=[unit.pk]))
