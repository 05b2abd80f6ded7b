"""How an entry stands to others, at the office's page of the entry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access, access_relations
from kiezkontor.organisations.actions import relations as actions
from kiezkontor.organisations.forms.relations import RelationForm
from kiezkontor.organisations.models import Organisation, Relation
from kiezkontor.organisations.views.merging import choice_of_another
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to


def of_entry(request: DistrictRequest, organisation: Organisation) -> list[access_relations.Seen]:
    """What the page of an entry says of its relations, to whoever may edit them."""
    found = access_relations.relations_of(request.viewer, organisation, request.district)
    return [access_relations.seen_from(organisation, relation) for relation in found]


@require_safe
@office_page(COORDINATOR, EDITOR)
def choose(request: DistrictRequest, pk: int) -> HttpResponse:
    """The other entry is chosen by its name."""
    return choice_of_another(
        request, pk, title=_("A relation to which entry?"), target="organisations:office_relation_add"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def add(request: DistrictRequest, pk: int, other_pk: int) -> HttpResponse:
    if pk == other_pk:
        raise Http404
    other = access.or_404(request.viewer, request.district, other_pk)
    return relation_page(request, access.or_404(request.viewer, request.district, pk), other, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def edit(request: DistrictRequest, pk: int, relation_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    relation = access_relations.relation_or_404(request.viewer, organisation, request.district, relation_pk)
    other = access_relations.seen_from(organisation, relation).other
    return relation_page(request, organisation, other, relation)


def relation_page(
    request: DistrictRequest, organisation: Organisation, other: Organisation, relation: Relation | None
) -> HttpResponse:
    form = RelationForm(request.POST or None, organisation=organisation, other=other, relation=relation)

    def save() -> HttpResponse:
        actions.save_relation(relation, district=request.district, by=request.viewer, **form.values())
        messages.success(request, _("The relation is noted."))
        return go_to(request, "organisations:office_entry", organisation.pk)

    if done := done_once(request, form, save):
        return done
    title = _("Change the relation") if relation else _("Note a relation")
    context: dict[str, Any] = {"form": form, "organisation": organisation, "other": other, "relation": relation}
    status = 422 if form.errors else 200
    return render(request, "organisations/office/relation.html", context | {"title": title}, status=status)


@require_POST
@office_page(COORDINATOR, EDITOR)
def remove(request: DistrictRequest, pk: int, relation_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    relation = access_relations.relation_or_404(request.viewer, organisation, request.district, relation_pk)
    actions.remove_relation(relation, by=request.viewer)
    messages.success(request, _("The relation is no longer noted."))
    return go_to(request, "organisations:office_entry", pk)
