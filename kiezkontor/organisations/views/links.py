"""Behind a personal link or the code of a letter about an entry: see it as prepared, correct it, approve it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.sign_in import sign_in_by_link
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts import presenting
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations import access
from kiezkontor.organisations.actions import drafts, editing, stewards
from kiezkontor.organisations.forms.entries import OwnForm
from kiezkontor.organisations.forms.people import ApproveForm
from kiezkontor.organisations.hooks import public_page_of
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.released import asked_for_publishing
from kiezkontor.organisations.rules.purposes import ACCESS, FRESH, PURPOSES
from kiezkontor.organisations.views.fields import fields_page
from kiezkontor.organisations.views.meanwhile import conflicts_shown_on
from kiezkontor.organisations.week import understood
from kiezkontor.organisations.words import own_words
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address, district_path
from kiezkontor.shared.web import go_to, refusals_shown_on


def link_of(request: DistrictRequest, token: str) -> PersonalLink:
    """The link behind a token of this district; 404 for all else."""
    link = links.opened_by(token, purposes=PURPOSES, scope_id=request.district.pk)
    if link is None:
        raise Http404
    return link


def over(request: DistrictRequest, link: PersonalLink, organisation: Organisation) -> HttpResponse:
    context = {"state": links.state_of(link), "organisation": organisation}
    return render(request, "organisations/links/over.html", context, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def prepared(request: DistrictRequest, token: str) -> HttpResponse:
    """GET shows the entry as it is prepared, POST approves it."""
    link = link_of(request, token)
    organisation = access.known_or_404(request.district, link.subject_id)
    if links.state_of(link) != "open":
        return over(request, link, organisation)
    draft = drafts.draft_of(link)
    drafts.drafted(organisation, draft)
    asked = asked_for_publishing(request.district)
    form = ApproveForm(
        request.POST or None,
        initial={
            "said_by": access.name_behind(link, organisation, request.district),
            "publish": access.consents_to_publish(organisation, request.district),
        },
        organisation=organisation,
        knows_address=bool(link.email),
        publish_text=asked.text,
    )
    if form.is_valid():
        with refusals_shown_on(form):
            return approved(request, link, organisation, form)
    hours = understood(organisation.opening_hours, request.district, on=timezone.localdate())
    context = {
        "form": form,
        "token": token,
        "organisation": organisation,
        "hours": hours,
        "phone": phone_as_printed(organisation.phone),
        "addresses": access.units_of(organisation, request.district),
        "own_words": own_words(organisation),
        "corrected": [editing.field_name(name) for name in draft.values],
        "is_fresh": link.purpose == FRESH,
        "email": link.email,
    }
    return render(request, "organisations/links/prepared.html", context, status=422 if form.errors else 200)


def approved(
    request: DistrictRequest, link: PersonalLink, organisation: Organisation, form: ApproveForm
) -> HttpResponse:
    answers, language = form.cleaned_data, presenting.language()
    approval = stewards.Approval(
        said_by=answers["said_by"],
        publish=asked_for_publishing(request.district) if answers.get("publish") else None,
        wants_access=answers.get("wants_access", False),
        language=language,
    )
    known = access.has_account(link.email)
    person = stewards.approve(link, approval=approval, district=request.district)
    if person is not None:
        return come_in(request, person, organisation, is_new=not known)
    if answers.get("email"):
        stewards.offer_access(
            link, organisation, email=answers["email"].lower(), language=language, district=request.district
        )
    url = public_page_of(request.viewer, organisation, request.district)
    context = {"organisation": organisation, "public_url": url, "mailed_to": answers.get("email", "")}
    return render(request, "organisations/links/approved.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correct(request: DistrictRequest, token: str) -> HttpResponse:
    """Change what is wrong in the prepared entry, as often as needed before it is approved."""
    link = link_of(request, token)
    organisation = access.known_or_404(request.district, link.subject_id)
    if links.state_of(link) != "open":
        return over(request, link, organisation)
    draft = drafts.draft_of(link)

    def drafted_again() -> Organisation:
        return drafts.drafted(organisation, drafts.draft_of(link))

    form = OwnForm(request.POST or None, instance=drafts.drafted(organisation, draft))
    if form.is_valid():
        with refusals_shown_on(form), conflicts_shown_on(form, organisation, then=drafted_again):
            name = access.name_behind(link, organisation, request.district) or str(organisation)
            drafts.keep_draft(
                link, values=form.values(), seen=form.shown, district=request.district, by=Viewer(holder=name)
            )
            messages.success(
                request, _("Noted, and not to be seen yet. Please look at it once more and approve it below.")
            )
            return go_to(request, "organisations:prepared", token)
    meanwhile = drafts.changed_meanwhile(draft) if draft.pk else {}
    stored = [(editing.field_name(name), form.says_stored(name, value)) for name, value in meanwhile.items()]
    return fields_page(request, "organisations/links/correct.html", form, organisation, token=token, stored=stored)


@require_safe
@never_cache
def take_access(request: DistrictRequest, token: str) -> HttpResponse:
    """Comes from a mail; a button does it, so that programs that open links for checking do no harm."""
    link = access_link(request, token)
    organisation = access.known_or_404(request.district, link.subject_id)
    if links.state_of(link) != "open":
        return over(request, link, organisation)
    context = {"organisation": organisation, "email": link.email, "token": token}
    return render(request, "organisations/links/access.html", context)


def access_link(request: DistrictRequest, token: str) -> PersonalLink:
    link = links.opened_by(token, purposes={ACCESS}, scope_id=request.district.pk)
    if link is None:
        raise Http404
    return link


@require_http_methods(["POST"])
@never_cache
def use_access(request: DistrictRequest, token: str) -> HttpResponse:
    link = access_link(request, token)
    organisation = access.known_or_404(request.district, link.subject_id)
    known = access.has_account(link.email)
    try:
        person = stewards.take_access(link, language=presenting.language(), district=request.district)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return over(request, link, organisation)
    return come_in(request, person, organisation, is_new=not known)


def come_in(request: DistrictRequest, person: Person, organisation: Organisation, *, is_new: bool) -> HttpResponse:
    """Sign in who got an account just now, on the installation's host; everybody else signs in as ever.

    A link may have been passed on, so it must not open an account that opens more than this entry.
    """
    own_page = district_address(request.district.slug, "organisations:own_entry", organisation.pk)
    if request.user == person or not is_new or not request.on_installation_host:
        return HttpResponseRedirect(own_page)
    messages.success(request, _("Thank you. You can look after your entry here from now on."))
    then = district_path(request.district.slug, "organisations:own_entry", organisation.pk)
    return sign_in_by_link(request, person, then=then)
