"""Entries that are probably one: the list of them, comparing and merging two, telling them apart, undoing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access, access_merging
from kiezkontor.organisations.actions import merging as actions
from kiezkontor.organisations.forms.merging import MergeForm, OtherEntryForm
from kiezkontor.organisations.merging_words import reasons_in_words
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part

A_PAGE, MOST_APART, MOST_FOUND = 25, 50, 20


@require_safe
@office_page(COORDINATOR, EDITOR)
def duplicates(request: DistrictRequest) -> HttpResponse:
    search = access_merging.latest_search(request.viewer, request.district)
    page = Paginator(access_merging.open_pairs(search.pairs if search else []), A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page)
    addresses = access.addresses_by_organisation([pk for pair in shown for pk in pair], request.district)
    alike = access_merging.alike_now(request.viewer, request.district, shown, addresses)
    rows = [
        {
            "pair": pair,
            "reasons": reasons_in_words(pair.reasons, pair.kept, pair.absorbed),
            "entries": [entry_row(each, addresses) for each in (pair.kept, pair.absorbed)],
        }
        for pair in alike
    ]
    context = {
        "search": search,
        "page": page,
        "rows": rows,
        "apart": access_merging.apart_in(request.viewer, request.district)[:MOST_APART],
    }
    return render(request, "organisations/office/duplicates.html", context)


def entry_row(organisation: Organisation, addresses: dict[int, list[access.Address]]) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "addresses": [address.text for address in addresses.get(organisation.pk, []) if address.text],
        "phone": phone_as_printed(organisation.phone),
    }


@require_POST
@office_page(COORDINATOR, EDITOR)
def find(request: DistrictRequest) -> HttpResponse:
    count = actions.find_duplicates(request.district, now=timezone.now())
    said = ngettext("%(count)s pair looks like one entry.", "%(count)s pairs look like one entry each.", count)
    messages.success(request, said % {"count": count})
    return go_to(request, "organisations:office_duplicates")


@require_POST
@office_page(COORDINATOR, EDITOR)
def take_back(request: DistrictRequest, apart_pk: int) -> HttpResponse:
    told = access_merging.apart_or_404(request.viewer, request.district, apart_pk)
    actions.take_back(told, district=request.district, by=request.viewer)
    messages.success(request, _("Noted. The two may be proposed again with the next search."))
    return go_to(request, "organisations:office_duplicates")


@require_POST
@office_page(COORDINATOR, EDITOR)
def tell_apart(request: DistrictRequest, pk: int, other_pk: int) -> HttpResponse:
    one, other = two_or_404(request, pk, other_pk)
    try:
        actions.tell_apart(one, other, district=request.district, by=request.viewer)
        messages.success(request, _("Noted. These two are not proposed again."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, "organisations:office_duplicates")


def two_or_404(request: DistrictRequest, pk: int, other_pk: int) -> tuple[Organisation, Organisation]:
    if pk == other_pk:
        raise Http404
    viewer, district = request.viewer, request.district
    return access.or_404(viewer, district, pk), access.or_404(viewer, district, other_pk)


@require_safe
@office_page(COORDINATOR, EDITOR)
def choose(request: DistrictRequest, pk: int) -> HttpResponse:
    """The second entry is chosen by its name."""
    return choice_of_another(request, pk, title=_("Merge with another entry"), target="organisations:office_merge")


def choice_of_another(request: DistrictRequest, pk: int, *, title: str, target: str) -> HttpResponse:
    """target: name of the page that each entry found leads to, with both keys."""
    organisation = access.or_404(request.viewer, request.district, pk)
    form = OtherEntryForm(request.GET)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = access_merging.named(request.viewer, request.district, asked).exclude(pk=pk)[:MOST_FOUND]
    addresses = access.addresses_of(list(found), request.district)
    rows = [entry_row(each, addresses) for each in found]
    context = {"organisation": organisation, "form": form, "asked": asked, "rows": rows}
    context |= {"title": title, "target": target}
    return render_part(request, "organisations/office/choose_another.html", "found", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def merge(request: DistrictRequest, pk: int, other_pk: int) -> HttpResponse:
    if access_merging.merged_into(request.viewer, request.district, other_pk) == pk:
        return go_to(request, "organisations:office_entry", pk)  # pressed twice
    kept, absorbed = two_or_404(request, pk, other_pk)
    form = MergeForm(request.POST or None, kept=kept, absorbed=absorbed)
    addresses = access.addresses_of([kept, absorbed], request.district)
    pair = access_merging.pair_of(kept, absorbed, addresses)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.merge(
                kept.pk,
                absorbed.pk,
                taken=form.taken,
                seen=form.seen,
                reasons=pair.reasons if pair else (),
                district=request.district,
                by=request.viewer,
            )
            messages.success(request, _("The two are one entry now. This can be undone below."))
            return go_to(request, "organisations:office_entry", pk)
    context = {
        "organisation": kept,
        "absorbed": absorbed,
        "form": form,
        "reasons": reasons_in_words(pair.reasons, kept, absorbed) if pair else [],
        "entries": [entry_row(each, addresses) for each in (kept, absorbed)],
        "stewards": access.stewards_of(absorbed, on=timezone.localdate()),
    }
    return render(request, "organisations/office/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def undo_merge(request: DistrictRequest, pk: int, merge_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    made = access_merging.merge_or_404(request.viewer, organisation, merge_pk)
    if request.method == "POST":
        try:
            left = actions.undo(made.pk, district=request.district, by=request.viewer)
            messages.success(request, said_after(left))
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
        return go_to(request, "organisations:office_entry", pk)
    return render(request, "organisations/office/undo_merge.html", {"organisation": organisation, "merge": made})


def said_after(left: int) -> str:
    if not left:
        return _("They are two entries again, as before.")
    return ngettext(
        "They are two entries again. In %(count)s place somebody had written since; that stayed as it is.",
        "They are two entries again. In %(count)s places somebody had written since; those stayed as they are.",
        left,
    ) % {"count": left}
