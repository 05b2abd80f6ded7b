"""What those who took part in a course find behind the links they were mailed."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.calendar.shown import shown
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings.access_courses import (
    EFFECT,
    FEEDBACK,
    TOOK_PART,
    certificates_of,
    link_or_404,
    materials_of,
    took_part_behind,
)
from kiezkontor.meetings.actions import asking
from kiezkontor.meetings.forms.courses import AnswersForm
from kiezkontor.meetings.models import CourseMaterial
from kiezkontor.meetings.rules.courses import AFTERWARDS, LATER
from kiezkontor.meetings.views.courses import certificate_file
from kiezkontor.shared.media import file_of
from kiezkontor.shared.web import go_to, refusals_shown_on


@require_safe
@never_cache
def took_part(request: DistrictRequest, token: str) -> HttpResponse:
    link = link_or_404(request.district, token, {TOOK_PART})
    course, row = took_part_behind(request.district, link)
    context = {
        "course": course,
        "shown": shown(course.event),
        "materials": materials_of(course),
        "has_certificate": certificates_of(course, row).exists(),
        "token": token,
    }
    return render(request, "meetings/took_part.html", context)


@require_safe
@never_cache
def certificate(request: DistrictRequest, token: str) -> HttpResponse:
    link = link_or_404(request.district, token, {TOOK_PART})
    course, row = took_part_behind(request.district, link)
    found = certificates_of(course, row).first()
    if found is None:
        raise Http404
    found.course, found.attendance = course, row
    return certificate_file(found)


@require_safe
@never_cache
def material(request: DistrictRequest, token: str, pk: int) -> HttpResponse:
    link = link_or_404(request.district, token, {TOOK_PART})
    course, _row = took_part_behind(request.district, link)
    found = get_object_or_404(CourseMaterial, course=course, pk=pk)
    return file_of(found.file, name=found.title)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: DistrictRequest, token: str) -> HttpResponse:
    link = link_or_404(request.district, token, {FEEDBACK, EFFECT})
    course, _row = took_part_behind(request.district, link)
    form = AnswersForm(request.POST or None, questions=AFTERWARDS if link.purpose == FEEDBACK else LATER)
    if form.is_valid():
        with refusals_shown_on(form):
            asking.answer(link, course, form.answers())
            return go_to(request, "meetings:course_answered")
    context = {"form": form, "course": course, "shown": shown(course.event)}
    return render(request, "meetings/course_answer.html", context, status=422 if form.errors else 200)


@require_safe
def answered(request: DistrictRequest) -> HttpResponse:
    return render(request, "meetings/course_answered.html")
