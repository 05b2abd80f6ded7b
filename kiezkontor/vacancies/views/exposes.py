"""The exposé of a case in the office: written, its pictures, what its owner releases and takes back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import PageChangedMeanwhile
from kiezkontor.shared.media import NOT_KEPT, jpeg_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access, access_owners
from kiezkontor.vacancies import access_exposes as exposes
from kiezkontor.vacancies import presenting_exposes as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import expose_owner
from kiezkontor.vacancies.actions import exposes as actions
from kiezkontor.vacancies.forms.exposes import ExposeForm, OwnerLinkForm, PictureForm, ReleaseForm, WithdrawForm
from kiezkontor.vacancies.models import Expose
from kiezkontor.vacancies.offers import energy_of
from kiezkontor.vacancies.rules import exposes as rules

EXPOSE = "vacancies:expose"
PER_PAGE = 50


@require_safe
@office_page(*KEEPERS)
def all_exposes(request: DistrictRequest) -> HttpResponse:
    found = exposes.listed(request.viewer, request.district)
    wanted = request.GET.get("show", "")
    chosen = found.filter(standing=wanted) if wanted in exposes.Standing.values else found
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": shown.listed(page),
        "links": shown.lists_of(found, wanted),
        "parts": len(rules.GROUPS),
    }
    return render(request, "vacancies/exposes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def begin(request: DistrictRequest, pk: int) -> HttpResponse:
    case = access.or_404(request.viewer, request.district, pk)
    if request.method != "POST" and exposes.of_case(request.viewer, case) is not None:
        return go_to(request, EXPOSE, pk)
    form = ExposeForm(request.POST or None, initial={"free_from": case.expected_from})

    def write() -> HttpResponse:
        actions.begin(pk, form.values(), by=request.viewer)
        return go_to(request, EXPOSE, pk)

    if done := done_once(request, form, write):
        return done
    context = {"form": form, "case": case}
    return render(request, "vacancies/exposes/begin.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*KEEPERS)
def expose(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district = request.viewer, request.district
    found = exposes.or_404(viewer, district, pk)
    releases = list(exposes.releases_of(found))
    released = frozenset(row.group for row in releases if row.withdrawn_at is None)
    public = exposes.preview(found, released, district)
    context = {
        "expose": found,
        "case": found.case,
        "parts": shown.part_rows(releases),
        "history": shown.history_of(releases),
        "sections": shown.draft_sections(exposes.shown_to_owner(found, district)),
        "pictures": exposes.pictures_of(found),
        "gaps": shown.gaps_said(energy_of(found)),
        "withheld": public.withheld if released else (),
        "is_released": rules.PAGE in released,
        "is_all_released": released == frozenset(rules.GROUPS),
        "is_public": rules.PAGE in released and exposes.is_offered(found),
        "code": public.code,
        "interested": exposes.interested_in(viewer, found),
    }
    return render(request, "vacancies/exposes/expose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    released = bool(exposes.released_groups(found))
    form = ExposeForm(request.POST or None, expose=found, released=released)
    opened = Opened(request, found)
    if form.is_valid():
        with opened.refusals_shown_on(form):
            actions.change(found.pk, form.values(), agreed=form.is_agreed, seen=opened.seen, by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, EXPOSE, pk)
    return form_page(request, "edit", form, found, seen=opened.seen)


class Opened:
    """The state in which an exposé is shown: what a form was opened at, until whoever sent it was told of another."""

    def __init__(self, request: DistrictRequest, expose: Expose) -> None:
        self.expose, self.district = expose, request.district
        self.seen: str = request.POST.get("seen") or self.now()

    def now(self) -> str:
        return exposes.state_of(self.expose, self.district)

    @contextmanager
    def refusals_shown_on(self, form: BaseForm) -> Iterator[None]:
        with refusals_shown_on(form):
            try:
                yield
            except PageChangedMeanwhile:
                self.seen = self.now()
                raise


def form_page(request: DistrictRequest, name: str, form: object, found: Expose, *, seen: str = "") -> HttpResponse:
    context = {"form": form, "expose": found, "case": found.case, "seen": seen}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, f"vacancies/exposes/{name}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
@takes_files(MAX_BYTES)
def add_picture(request: DistrictRequest, pk: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    released = exposes.released_groups(found)
    form = PictureForm(request.POST or None, request.FILES or None, initial={"kind": "photo"}, released=released)

    def add() -> HttpResponse:
        entered = form.cleaned_data
        actions.add_picture(
            found.pk,
            entered["kind"],
            sizes=entered["image"],
            alt=entered["alt"],
            credit=entered["credit"],
            agreed=bool(entered.get("agreed")),
            by=request.viewer,
        )
        messages.success(request, _("The picture is added."))
        return go_to(request, EXPOSE, pk)

    if done := done_once(request, form, add):
        return done
    return form_page(request, "picture", form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def remove_picture(request: DistrictRequest, pk: int, picture: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    chosen = exposes.picture_or_404(found, picture)
    if request.method == "POST":
        try:
            actions.remove_picture(chosen.pk, by=request.viewer)
            messages.success(request, _("The picture is removed."))
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
        return go_to(request, EXPOSE, pk)
    context = {"expose": found, "case": found.case, "picture": chosen}
    return render(request, "vacancies/exposes/picture_remove.html", context)


@require_safe
@office_page(*KEEPERS)
def picture(request: DistrictRequest, pk: int, picture: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    return jpeg_of(exposes.picture_or_404(found, picture).thumbnail, kept=NOT_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def release(request: DistrictRequest, pk: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    released = exposes.released_groups(found)
    offered = [group for group in rules.GROUPS if group not in released]
    if not offered:
        return go_to(request, EXPOSE, pk)
    owners = access_owners.of_units(request.viewer, request.district, [found.case.unit])
    gaps = rules.energy_gaps(energy_of(found)) if rules.PAGE in offered else []
    form = ReleaseForm(
        request.POST or None, offered=offered, has_gaps=bool(gaps), by_whom=owners[0].name if owners else ""
    )
    opened = Opened(request, found)
    if form.is_valid():
        with opened.refusals_shown_on(form):
            saw, groups = bool(form.cleaned_data.get("saw_gaps")), form.cleaned_data["groups"]
            actions.release(found.pk, groups, form.word(), saw_gaps=saw, seen=opened.seen, by=request.viewer)
            messages.success(request, _("It is noted what the owner has released; everybody can read it now."))
            return go_to(request, EXPOSE, pk)
    return form_page(request, "release", form, found, seen=opened.seen)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    released = exposes.released_groups(found)
    if not released:
        return go_to(request, EXPOSE, pk)
    form = WithdrawForm(request.POST or None, offered=released)
    if form.is_valid():
        actions.withdraw(found.pk, form.cleaned_data["groups"], how=form.cleaned_data["how"], by=request.viewer)
        messages.success(request, _("It is taken back and gone from all pages, files and feeds."))
        return go_to(request, EXPOSE, pk)
    return form_page(request, "withdraw", form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def send_link(request: DistrictRequest, pk: int) -> HttpResponse:
    found = exposes.or_404(request.viewer, request.district, pk)
    owners = exposes.owners_with_mail(request.viewer, found)
    form = OwnerLinkForm(request.POST or None, owners=owners)

    def send() -> HttpResponse:
        expose_owner.send_link(found.pk, form.cleaned_data["owner"], by=request.viewer)
        messages.success(request, _("The link is on its way."))
        return go_to(request, EXPOSE, pk)

    if done := done_once(request, form, send):
        return done
    context = {"form": form, "expose": found, "case": found.case, "has_owners": owners.exists()}
    return render(request, "vacancies/exposes/send_link.html", context, status=422 if form.errors else 200)
