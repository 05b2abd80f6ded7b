"""Which viewings wait on the desk of the office, what its tasks are about, and the way here from the calendar."""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.hooks import Link
from kiezkontor.calendar.models import Event
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access_negotiations, access_tours, access_viewings
from kiezkontor.vacancies.presenting_viewings import in_vain_said

# Each with its own sentence; the others wait until these are done.
SINGLY = 5


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """Those of which nobody has noted what came of them."""
    found = access_viewings.with_all(access_viewings.unheard(viewer, district, now=timezone.now()))
    for one in found[:SINGLY]:
        sentence = _("Viewing of %(place)s with %(name)s: note what came of it")
        said = {"place": one.case, "name": one.request}
        address = reverse("vacancies:viewing_result", args=[one.pk])
        yield Due(sentence % said, address, "visibility", timezone.localdate(one.starts_at))


def in_vain(viewer: Viewer, district: District) -> Iterable[Due]:
    """Cases of which viewings or negotiations go on although nobody can have the unit."""
    for case, ahead, open_ones in access_negotiations.in_vain(viewer, district, now=timezone.now(), most=SINGLY):
        said = {"place": case, "what": in_vain_said(ahead, open_ones)}
        sentence = _("Vacancy %(place)s can be had by nobody now, and still: %(what)s")
        yield Due(sentence % said, reverse("vacancies:office_case", args=[case.pk]), "warning")


def negotiations_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access_negotiations.visible_to(viewer, district).filter(pk__in=ids).select_related("request")
    said = _("Negotiation with %(name)s")
    return {
        each.pk: About(said % {"name": each.request}, reverse("vacancies:negotiation", args=[each.pk]))
        for each in found
    }


def office_links(viewer: Viewer, event: Event) -> Iterable[Link]:
    """From an appointment in the calendar to the viewing or tour it is."""
    if not event.is_confidential:
        return
    if tour := access_tours.visible_to(viewer, event.district).filter(event=event).first():
        yield Link(_("The tour"), reverse("vacancies:viewing_tour", args=[tour.pk]), "visibility")
    elif viewing := access_viewings.visible_to(viewer, event.district).filter(event=event).first():
        yield Link(_("The viewing"), reverse("vacancies:viewing", args=[viewing.pk]), "visibility")
