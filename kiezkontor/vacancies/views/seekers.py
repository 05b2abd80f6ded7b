"""The office and those who look for a room: the list, one request, how it goes on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.desk import access as desk
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part
from kiezkontor.vacancies import access_lettings, access_negotiations, access_viewings, presenting_viewings
from kiezkontor.vacancies import access_seekers as access
from kiezkontor.vacancies import presenting_seekers as shown
from kiezkontor.vacancies.access import people_of
from kiezkontor.vacancies.access_seekers import READERS
from kiezkontor.vacancies.actions import seeking
from kiezkontor.vacancies.forms.seekers import OfficeForm
from kiezkontor.vacancies.forms.seekers_office import SeekerFilter, SeekerMoveForm, SeekerNoteForm, SeekerStepForm

PER_PAGE = 50
SEEKERS, SEEKER = "vacancies:seekers", "vacancies:seeker"


@require_safe
@office_page(*READERS)
def seekers(request: DistrictRequest) -> HttpResponse:
    viewer, district = request.viewer, request.district
    theirs = access.visible_to(viewer, district)
    form = SeekerFilter(request.GET, people=people_of(district), found=theirs)
    found = form.among(theirs)
    status = form.asked().get("status")
    wanted = (found.filter(status=status) if status else found).select_related("responsible", "category")
    page = Paginator(wanted.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    steps = access.next_steps(viewer, district, [each.pk for each in page])
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": shown.rows_of(page, steps, now=timezone.now()),
        "tiles": shown.tiles_of(access.counts_by_status(found), request.GET),
        "query": query.urlencode(),
    }
    return render_part(request, "vacancies/seekers/list.html", "seekers", context)


@require_safe
@office_page(*READERS)
def seeker(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district = request.viewer, request.district
    found = access.or_404(viewer, district, pk)
    context = {
        "sought": found,
        "row": shown.rows_of([found], {}, now=timezone.now())[0],
        "room": shown.facts_of_room(found),
        "person": shown.facts_of_person(found, access.agreed_to_pass_on(found)),
        "tasks": desk.tasks_about(viewer, district, access.TABLE, pk),
        "events": shown.events_of(found, for_office=True),
        "note_form": SeekerNoteForm(),
        "negotiations": access_negotiations.of_request(viewer, found),
        "lettings": access_lettings.of_request(viewer, found),
        "viewings": presenting_viewings.rows_of(access_viewings.of_request(viewer, found), now=timezone.now()),
    }
    return render(request, "vacancies/seekers/seeker.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def new(request: DistrictRequest) -> HttpResponse:
    form = OfficeForm(request.POST or None, district=request.district)

    def enter() -> HttpResponse:
        passes_on = form.cleaned_data["passes_on"]
        made = seeking.enter(form.values(), passes_on=passes_on, district=request.district, by=request.viewer)
        return go_to(request, SEEKER, made.pk)

    if done := done_once(request, form, enter):
        return done
    return render(request, "vacancies/seekers/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = OfficeForm(request.POST or None, district=request.district, request=found)
    if form.is_valid():
        with refusals_shown_on(form):
            seeking.correct(pk, form.values(), passes_on=form.cleaned_data["passes_on"], by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, SEEKER, pk)
    context = {"form": form, "sought": found}
    return render(request, "vacancies/seekers/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = SeekerMoveForm(request.POST or None, request=found)
    if form.is_valid():
        with refusals_shown_on(form):
            moved = seeking.move(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("It is now: %(status)s.") % {"status": moved.get_status_display()})
            return go_to(request, SEEKER, pk)
    context = {"form": form, "sought": found}
    return render(request, "vacancies/seekers/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def step(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    waiting = seeking.steps_waiting(found)
    people = people_of(request.district)
    form = SeekerStepForm(request.POST or None, request=found, waiting=waiting[-1] if waiting else None, people=people)
    if form.is_valid():
        with refusals_shown_on(form):
            seeking.plan_step(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The next step is saved."))
            return go_to(request, SEEKER, pk)
    context = {"form": form, "sought": found}
    return render(request, "vacancies/seekers/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*READERS)
def note(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = SeekerNoteForm(request.POST or None)

    def write() -> HttpResponse:
        seeking.add_note(pk, by=request.viewer, **form.cleaned_data)
        return go_to(request, SEEKER, pk)

    if done := done_once(request, form, write):
        return done
    context = {"form": form, "sought": found}
    return render(request, "vacancies/seekers/note.html", context, status=422 if form.errors else 200)
