from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.desk import access, actions
from kiezkontor.desk.board import whose_of
from kiezkontor.desk.forms import NewTaskForm, TaskForm
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

BOARD = "home:office"


def to_board(request: DistrictRequest, **more: object) -> HttpResponse:
    """Back to the board as it was; what only asks for a part of it is led there, too."""
    whose = whose_of(request.POST.get("whose", ""))
    query = urlencode(({} if whose == "mine" else {"whose": whose}) | more)
    return HttpResponseRedirect(reverse(BOARD) + (f"?{query}" if query else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page()
def new(request: DistrictRequest) -> HttpResponse:
    people = access.people_of(request.district, on=timezone.localdate())
    form = NewTaskForm(request.POST or None, people=people, me=request.viewer.person)

    def add() -> HttpResponse:
        actions.add_task(request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The task is noted."))
        return go_to(request, BOARD)

    if done := done_once(request, form, add):
        return done
    return render(request, "desk/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page()
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    task = access.or_404(request.viewer, request.district, pk)
    people = access.people_of(request.district, on=timezone.localdate(), open_to=task.open_to)
    initial = {"what": task.what, "due_on": task.due_on, "assigned_to": task.assigned_to_id}
    form = TaskForm(request.POST or None, people=people, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change_task(task.pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The task is changed."))
            return go_to(request, BOARD)
    return render(request, "desk/task.html", {"form": form, "task": task}, status=422 if form.errors else 200)


@require_POST
@office_page()
def finish(request: DistrictRequest, pk: int) -> HttpResponse:
    task = access.or_404(request.viewer, request.district, pk)
    actions.finish_task(task.pk, by=request.viewer)
    return to_board(request, done=task.pk)


@require_POST
@office_page()
def reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    task = access.or_404(request.viewer, request.district, pk)
    actions.reopen_task(task.pk, by=request.viewer)
    return to_board(request)
