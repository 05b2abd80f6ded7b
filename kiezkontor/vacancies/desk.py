"""What waits on the desk of the office, and what tasks of this area are about."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access, access_reports
from kiezkontor.vacancies.presenting import asked_in_words
from kiezkontor.vacancies.rules.limits import look_until

# Each with its own sentence; of more there is one line.
SINGLY = 5


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """What was reported, and about which cases the register says something else."""
    if not access.may_keep(viewer, district):
        return
    yield from reported(viewer, district)
    asked = access.questions(viewer, district, on=on)
    if len(asked) > SINGLY:
        sentence = ngettext(
            "The register says something else about %(count)s vacancy",
            "The register says something else about %(count)s vacancies",
            len(asked),
        )
        yield Due(sentence % {"count": len(asked)}, reverse("vacancies:office") + "?show=asked", "vacant")
        return
    for one in asked:
        sentence = _("Vacancy %(place)s: %(said)s") % {"place": one.case, "said": asked_in_words(one)}
        yield Due(sentence, reverse("vacancies:office_case", args=[one.case.pk]), "vacant")


def reported(viewer: Viewer, district: District) -> Iterable[Due]:
    """Reports nobody has decided on, due three days after the oldest came in."""
    found = access_reports.visible_to(viewer, district).waiting().aggregate(count=Count("pk"), first=Min("received_at"))
    if found["count"]:
        sentence = ngettext(
            "%(count)s reported vacancy waits to be looked at",
            "%(count)s reported vacancies wait to be looked at",
            found["count"],
        )
        due_on = timezone.localdate(look_until(found["first"]))
        yield Due(sentence % {"count": found["count"]}, reverse("vacancies:office_reports"), "speech", due_on)


def cases_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access.with_units(access.visible_to(viewer, district).filter(pk__in=ids))
    return {each.pk: About(str(each), reverse("vacancies:office_case", args=[each.pk])) for each in found}
