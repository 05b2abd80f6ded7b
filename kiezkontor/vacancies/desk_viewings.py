"""Which viewings wait on the desk of the office: those of which nobody has noted what came of them."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.hooks import Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access_viewings

# Each with its own sentence; the others wait until these are done.
SINGLY = 5


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    found = access_viewings.with_all(access_viewings.unheard(viewer, district, now=timezone.now()))
    for one in found[:SINGLY]:
        sentence = _("Viewing of %(place)s with %(name)s: note what came of it")
        said = {"place": one.case, "name": one.request}
        address = reverse("vacancies:viewing_result", args=[one.pk])
        yield Due(sentence % said, address, "visibility", timezone.localdate(one.starts_at))
