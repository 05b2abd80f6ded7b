from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.sign_in import sign_in_by_link
from kiezkontor.accounts.viewer import COORDINATOR, OFFICE_ROLES
from kiezkontor.districts import access_people as access
from kiezkontor.districts.actions import roles as actions
from kiezkontor.districts.forms.people import AcceptForm, EndRoleForm, GiveRoleForm, InviteForm, NoQuestions
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Invitation, Role
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.districts.roles_in_words import may, may_not
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path, installation_path
from kiezkontor.shared.once import done_once, press_of
from kiezkontor.shared.web import go_to, refusals_shown_on

# How long the same press of the same page counts as the one before.
PRESSED, PRESSED_AGAIN_SECONDS = "accepted:", 60


@require_safe
@office_page(COORDINATOR)
def people(request: DistrictRequest) -> HttpResponse:
    today = timezone.localdate()
    roles = access.roles_in(request.viewer, request.district)
    by_person = sorted(roles, key=lambda role: (str(role.person), role.person_id))
    team = [
        team_entry(person, list(held), today=today) for person, held in groupby(by_person, key=lambda role: role.person)
    ]
    invitations = access.invitations_in(request.viewer, request.district).filter(accepted_at=None, withdrawn_at=None)
    context = {
        "team": [entry for entry in team if entry["current"]],
        "former": [entry for entry in team if not entry["current"]],
        "invitations": invitations,
        "now": timezone.now(),
    }
    return render(request, "districts/people/list.html", context)


def team_entry(person: Person, roles: list[Role], *, today: date) -> dict[str, Any]:
    """A person with roles, the running and coming ones apart from those that ended."""
    ended = [role for role in roles if role.until_on is not None and role.until_on <= today]
    current = [role for role in roles if role not in ended]
    return {"person": person, "current": current, "ended": ended}


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def invite(request: DistrictRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, initial={"language": get_language()})

    def send() -> HttpResponse:
        invitation, _token = actions.invite(district=request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
        return go_to(request, "districts:people")

    if done := done_once(request, form, send):
        return done
    return render(request, "districts/people/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@office_page(COORDINATOR)
def withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_or_404(request.viewer, request.district, pk)
    try:
        actions.withdraw_invitation(invitation.pk, by=request.viewer)
        messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, "districts:people")


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def give_role(request: DistrictRequest, pk: int) -> HttpResponse:
    person = access.person_or_404(request.viewer, request.district, pk)
    form = GiveRoleForm(request.POST or None)

    def give() -> HttpResponse:
        actions.give_role(person, district=request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("%(person)s has the new role.") % {"person": person})
        return go_to(request, "districts:people")

    if done := done_once(request, form, give):
        return done
    context = {"form": form, "person": person}
    return render(request, "districts/people/give_role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def end_role(request: DistrictRequest, pk: int) -> HttpResponse:
    role = access.role_or_404(request.viewer, request.district, pk)
    form = EndRoleForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.end_role(role.pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The role of %(person)s ends as asked.") % {"person": role.person})
            return go_to(request, "districts:people")
    context = {"form": form, "role": role}
    return render(request, "districts/people/end_role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept(request: SiteRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation; whoever has the link may open it."""
    invitation = access.invitation_by_token(token)
    if invitation is None:
        raise Http404
    person = accepted_before(request, invitation)
    if person is not None:
        return come_in(request, invitation, person)
    state = access.state_of(invitation)
    if state != "open":
        context = {"invitation": invitation, "state": state, "sentence": actions.sentence_for(state)}
        return render(request, "districts/people/invitation_over.html", context, status=410)
    form_class = NoQuestions if access.is_known(invitation) else AcceptForm
    form = form_class(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if form.is_valid():
        try:
            person = take_role(request, invitation, name=form.cleaned_data.get("name", ""))
        except ActionRefused as refused:
            # A second press that waited for the first finds here what that one made.
            invitation.refresh_from_db(fields=["accepted_at"])
            person = accepted_before(request, invitation)
            form.add_error(None, refused.sentence)
        if person is not None:
            return come_in(request, invitation, person)
    role = invitation.role
    page = {"form": form, "invitation": invitation, "may": may(role), "may_not": may_not(role)}
    return render(request, "districts/people/accept.html", page, status=422 if form.errors else 200)


@transaction.atomic
def take_role(request: SiteRequest, invitation: Invitation, *, name: str) -> Person:
    language = get_language() or "de"
    person = actions.accept_invitation(invitation.pk, name=name, language=language[:2])
    if request.POST.get("csrfmiddlewaretoken"):
        cache.set(PRESSED + press_of(request), invitation.pk, PRESSED_AGAIN_SECONDS)
    return person


def accepted_before(request: SiteRequest, invitation: Invitation) -> Person | None:
    """Who accepted the invitation and comes again: signed in by now, or with a second press of the same button."""
    if access.state_of(invitation) != "accepted":
        return None
    if isinstance(request.user, Person) and request.user.email.lower() == invitation.email.lower():
        return request.user
    if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken"):
        return None
    pressed: int | None = cache.get(PRESSED + press_of(request))
    return access.person_who_accepted(invitation) if pressed == invitation.pk else None


def come_in(request: SiteRequest, invitation: Invitation, person: Person) -> HttpResponse:
    """A link may have been passed on: it signs in an account it has made, everybody else is asked for the own code."""
    then = after_accepting(invitation)
    is_new = person.joined_at >= invitation.invited_at and not person.is_operator
    return sign_in_by_link(request, person, then=then) if is_new and request.user != person else redirect(then)


def after_accepting(invitation: Invitation) -> str:
    if invitation.role in OFFICE_ROLES:
        return district_path(invitation.district.slug, "home:office")
    return installation_path("home:access")
