"""What waits on the desk of the office, and what tasks of this area are about."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access, access_early, desk_lettings, desk_seekers, desk_viewings
from kiezkontor.vacancies.access_desk import what_waits
from kiezkontor.vacancies.presenting import asked_in_words
from kiezkontor.vacancies.rules.limits import look_until

# Each with its own sentence; of more there is one line.
SINGLY = 5


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """What was reported, what takes effect before long, and about which cases the register says something else."""
    found = what_waits(viewer, district, on=on)
    if found is None:
        return
    if found.first_at is not None:
        yield reported(found.reports, found.first_at)
    if found.idea_at is not None:
        yield imagined(found.ideas, found.idea_at)
    if found.enquiry_at is not None:
        yield desk_seekers.asked(found.enquiries, found.enquiry_at)
    if found.is_warned:
        yield from warned(viewer, district, on)
    if found.uncovered:
        yield uncovered(found.uncovered)
    if found.may_ask:
        yield from asked(viewer, district, on)
    if found.is_let:
        yield from desk_lettings.waiting(viewer, district, on)
    if found.is_sought:
        yield from desk_seekers.waiting(viewer, district, on)
    if found.is_viewed:
        yield from desk_viewings.waiting(viewer, district, on)
    if found.is_in_vain:
        yield from desk_viewings.in_vain(viewer, district)


def reported(count: int, first_at: datetime) -> Due:
    """Reports nobody has decided on, due three days after the oldest came in."""
    sentence = ngettext(
        "%(count)s reported vacancy waits to be looked at",
        "%(count)s reported vacancies wait to be looked at",
        count,
    )
    due_on = timezone.localdate(look_until(first_at))
    return Due(sentence % {"count": count}, reverse("vacancies:office_reports"), "speech", due_on)


def imagined(count: int, first_at: datetime) -> Due:
    """Ideas for interim use nobody has decided on, due as reports are."""
    sentence = ngettext(
        "%(count)s idea for interim use waits to be looked at",
        "%(count)s ideas for interim use wait to be looked at",
        count,
    )
    due_on = timezone.localdate(look_until(first_at))
    return Due(sentence % {"count": count}, reverse("vacancies:office_ideas"), "speech", due_on)


def uncovered(count: int) -> Due:
    """Units that are vacant in the register and of which nobody takes care."""
    sentence = ngettext("%(count)s vacant unit without a case", "%(count)s vacant units without a case", count)
    return Due(sentence % {"count": count}, reverse("vacancies:office_uncovered"), "vacant")


def warned(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """Signs of coming vacancies, from three months before their day."""
    url = reverse("vacancies:office_warnings")
    for warning in access_early.soon(viewer, district, on=on)[:SINGLY]:
        said = {"place": warning, "sign": warning.get_kind_display()}
        yield Due(_("Early warning %(place)s: %(sign)s") % said, url, "warning", warning.on)


def asked(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """About which cases the register says something else."""
    found = access.questions(viewer, district, on=on)
    if len(found) > SINGLY:
        sentence = ngettext(
            "The register says something else about %(count)s vacancy",
            "The register says something else about %(count)s vacancies",
            len(found),
        )
        yield Due(sentence % {"count": len(found)}, reverse("vacancies:office") + "?show=asked", "vacant")
        return
    for one in found:
        sentence = _("Vacancy %(place)s: %(said)s") % {"place": one.case, "said": asked_in_words(one)}
        yield Due(sentence, reverse("vacancies:office_case", args=[one.case.pk]), "vacant")


def cases_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access.with_units(access.visible_to(viewer, district).filter(pk__in=ids))
    return {each.pk: About(str(each), reverse("vacancies:office_case", args=[each.pk])) for each in found}
