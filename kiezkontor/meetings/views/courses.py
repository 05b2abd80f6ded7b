"""Courses as the office plans, leads and certifies them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import shown
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, access_courses
from kiezkontor.meetings.actions import asking, materials
from kiezkontor.meetings.actions import courses as actions
from kiezkontor.meetings.certificate_paper import certificate_pdf
from kiezkontor.meetings.course_results import results_of
from kiezkontor.meetings.forms.courses import CourseForm, DayForm, MaterialForm, PlanForm
from kiezkontor.meetings.models import Certificate
from kiezkontor.meetings.models.courses import SKILLS
from kiezkontor.meetings.rules.courses import demand
from kiezkontor.meetings.rules.materials import MAX_BYTES
from kiezkontor.meetings.taking_part import days_of, participants_of
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.files import pdf_to_read
from kiezkontor.shared.media import NOT_KEPT, file_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

COURSE, FORM = "meetings:course", "meetings/office/course_form.html"
PAST = 30


@require_safe
@office_page(*access.WRITERS)
def courses(request: DistrictRequest) -> HttpResponse:
    found = access_courses.courses_for(request.viewer, request.district)
    now, words = timezone.now(), dict(SKILLS)
    wanted = access_courses.skills_wanted(request.viewer, request.district)
    context = {
        "coming": [shown(event) for event in found.filter(ends_at__gte=now).order_by("starts_at", "pk")],
        "past": [shown(event) for event in found.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:PAST]],
        "reads_demand": bool(wanted),
        "demand": [
            {"skill": skill, "label": words[skill], "count": count, "planned": planned}
            for skill, count, planned in demand(
                wanted, access_courses.courses_to_come(request.viewer, request.district)
            )
        ],
    }
    return render(request, "meetings/office/courses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def plan(request: DistrictRequest) -> HttpResponse:
    skill = request.GET.get("thema", "")
    known = dict(SKILLS)
    initial = {"skill": skill, "title": _("Course: %(topic)s") % {"topic": known[skill]}} if skill in known else {}
    form = PlanForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        values = {name: form.cleaned_data[name] for name in ("title", "place")} | form.times()
        capacity = form.cleaned_data["capacity"]
        made = actions.plan_course(
            request.district, values=values, course=form.details(), capacity=capacity, by=request.viewer
        )
        messages.success(
            request, _("The course is planned. Nobody outside of the office sees it before you announce it.")
        )
        return go_to(request, "calendar:office_event", made.pk)

    context = {"form": form, "title": _("Plan a course")}
    return done_once(request, form, act) or render(request, FORM, context, status=422 if form.errors else 200)


@require_safe
@office_page(*access.WRITERS)
def course(request: DistrictRequest, pk: int) -> HttpResponse:
    return shown_page(request, access_courses.course_event_or_404(request.viewer, request.district, pk), MaterialForm())


def shown_page(request: DistrictRequest, event: Event, form: MaterialForm) -> HttpResponse:
    found = access_courses.course_of(event)
    days = days_of(found) or [event]
    context = {
        "event": event,
        "course": found,
        "shown": shown(event),
        "days": [shown(day) for day in days],
        "participants": participants_of(found),
        "is_over": days[-1].ends_at < timezone.now(),
        "materials": access_courses.materials_of(found),
        "results": results_of(found),
        "material_form": form,
    }
    return render(request, "meetings/office/course.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access_courses.course_event_or_404(request.viewer, request.district, pk)
    form = CourseForm(request.POST or None, instance=access_courses.course_of(event))
    if form.is_valid():
        with refusals_shown_on(form):
            actions.describe(event, values=form.details(), by=request.viewer)
            return go_to(request, COURSE, pk)
    context = {"form": form, "event": event, "title": _("About the course")}
    return render(request, FORM, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def add_day(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access_courses.course_event_or_404(request.viewer, request.district, pk)
    begins, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    form = DayForm(request.POST or None, initial={"begins": begins.time(), "ends": ends.time()})

    def act() -> HttpResponse:
        actions.add_day(event, by=request.viewer, **form.times())
        return go_to(request, COURSE, pk)

    context = {"form": form, "event": event, "title": _("Add a day")}
    return done_once(request, form, act) or render(request, FORM, context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def certify(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access_courses.course_event_or_404(request.viewer, request.district, pk)
    try:
        count = actions.certify(event, by=request.viewer)
        said = ngettext("%(count)d certificate is issued.", "%(count)d certificates are issued.", count)
        messages.success(request, said % {"count": count})
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, COURSE, pk)


@require_safe
@office_page(*access.WRITERS)
def certificate(request: DistrictRequest, pk: int) -> HttpResponse:
    return certificate_file(access_courses.certificate_or_404(request.viewer, request.district, pk))


def certificate_file(found: Certificate) -> HttpResponse:
    return pdf_to_read(certificate_pdf(found), f"bescheinigung-{found.pk}", kept=NOT_KEPT)


@require_POST
@office_page(*access.WRITERS)
@takes_files(MAX_BYTES)
def add_material(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access_courses.course_event_or_404(request.viewer, request.district, pk)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_on(form):
            materials.add_material(event, by=request.viewer, **form.cleaned_data)
            return go_to(request, COURSE, pk)
    return shown_page(request, event, form)


@require_safe
@office_page(*access.WRITERS)
def material(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_courses.material_or_404(request.viewer, request.district, pk)
    return file_of(found.file, name=found.title)


@require_POST
@office_page(*access.WRITERS)
def remove_material(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_courses.material_or_404(request.viewer, request.district, pk)
    event_pk = found.course.event_id
    materials.remove_material(found, by=request.viewer)
    return go_to(request, COURSE, event_pk)


@require_POST
@office_page(*access.WRITERS)
def ask(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access_courses.course_event_or_404(request.viewer, request.district, pk)
    try:
        count = asking.ask_how_it_was(event, by=request.viewer)
        said = ngettext("The mail went to %(count)d person.", "The mail went to %(count)d people.", count)
        messages.success(request, said % {"count": count})
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, COURSE, pk)
