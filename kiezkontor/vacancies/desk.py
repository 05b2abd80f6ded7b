"""What waits on the desk of the office, and what tasks of this area are about."""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access
from kiezkontor.vacancies.presenting import asked_in_words

# Each with its own sentence; of more there is one line.
SINGLY = 5


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """About which cases the register says something else."""
    if not access.may_keep(viewer, district):
        return
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


def cases_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access.with_units(access.visible_to(viewer, district).filter(pk__in=ids))
    return {each.pk: About(str(each), reverse("vacancies:office_case", args=[each.pk])) for each in found}
