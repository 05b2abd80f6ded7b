"""Which requests for space wait on the desk of the office, and what tasks about them are about."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.days import moment
from kiezkontor.desk.hooks import About, Due
from kiezkontor.districts.models import District
from kiezkontor.vacancies import access_seekers as access
from kiezkontor.vacancies.rules.seekers import lapses_at, look_until


def waiting(viewer: Viewer, district: District, on: date) -> Iterable[Due]:
    """Requests nobody has looked at, due three days after the oldest came in; and those that lapse soon."""
    if not access.may_read(viewer, district):
        return
    found = access.what_waits(viewer, district, now=moment(on, time.max))
    if found["unseen"]:
        sentence = ngettext(
            "%(count)s request for space waits to be looked at",
            "%(count)s requests for space wait to be looked at",
            found["unseen"],
        )
        due_on = timezone.localdate(look_until(found["first"]))
        yield Due(sentence % {"count": found["unseen"]}, reverse("vacancies:seekers") + "?status=new", "mail", due_on)
    if found["soon"]:
        sentence = ngettext(
            "%(count)s request for space lapses soon: please ask whether they still look",
            "%(count)s requests for space lapse soon: please ask whether they still look",
            found["soon"],
        )
        due_on = timezone.localdate(lapses_at(found["first_heard"]))
        yield Due(sentence % {"count": found["soon"]}, reverse("vacancies:seekers") + "?show=lapsing", "clock", due_on)


def asked(count: int, first_at: datetime) -> Due:
    """Enquiries on the page of the location nobody has answered, due three days after the oldest came in."""
    sentence = ngettext(
        "%(count)s enquiry about the location waits for an answer",
        "%(count)s enquiries about the location wait for an answer",
        count,
    )
    due_on = timezone.localdate(look_until(first_at))
    return Due(sentence % {"count": count}, reverse("vacancies:seeker_enquiries") + "?waits=on", "speech", due_on)


def requests_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access.visible_to(viewer, district).filter(pk__in=ids)
    return {each.pk: About(str(each), reverse("vacancies:seeker", args=[each.pk])) for each in found}
