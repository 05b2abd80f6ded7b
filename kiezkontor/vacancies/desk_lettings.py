"""What waits on the desk about leases and interim uses."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access_lettings
from kiezkontor.vacancies.presenting_lettings import follow_up_url


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """Uses that end soon or have ended without a word, follow-ups that are due and changes of use nobody has checked,
    each with its own sentence."""
    for one in access_lettings.due(viewer, district, on=on):
        yield Due(sentence(one), address(one), "clock", one.since)


def sentence(one: access_lettings.Due) -> str:
    said = {"name": one.letting, "place": one.letting.case}
    if one.is_unchecked:
        return _("%(name)s, %(place)s: check whether the change of use needs a permission") % said
    if one.months is not None and one.letting.ended_on:
        last = date_format(one.letting.ended_on - timedelta(days=1), "SHORT_DATE_FORMAT")
        return _("%(name)s, %(place)s: over since %(day)s, ask what became of them") % (said | {"day": last})
    if one.months is not None:
        return _("%(name)s, %(place)s: ask how it goes after %(months)s months") % (said | {"months": one.months})
    day = date_format(one.letting.last_day, "SHORT_DATE_FORMAT") if one.letting.last_day else ""
    return _("%(name)s, %(place)s: agreed until %(day)s, decide what comes after") % (said | {"day": day})


def address(one: access_lettings.Due) -> str:
    if one.months is not None:
        return follow_up_url(one.letting, one.months)
    if one.is_unchecked:
        return reverse("vacancies:letting_edit", args=[one.letting.pk])
    return reverse("vacancies:letting", args=[one.letting.pk])


def lettings_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access_lettings.with_cases(access_lettings.visible_to(viewer, district)).filter(pk__in=ids)
    return {each.pk: About(f"{each}, {each.case}", reverse("vacancies:letting", args=[each.pk])) for each in found}
