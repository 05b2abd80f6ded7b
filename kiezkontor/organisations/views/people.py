"""The office and the people of an organisation: whom it talks to, who looks after the entry, who asks to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Consent
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations import access
from kiezkontor.organisations.access_contacting import contactable, may_be_contacted, words_on_quiet
from kiezkontor.organisations.actions import people as actions
from kiezkontor.organisations.actions import stewards
from kiezkontor.organisations.forms.people import AllowContactForm, ContactForm, InviteForm, StopContactForm
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.organisations.rules.addresses import number_to_dial
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to


def of_entry(request: DistrictRequest, organisation: Organisation) -> dict[str, Any]:
    """What the page of an entry says of its people; contacts and links are for those who may edit it."""
    if not access.can_edit(request.viewer, request.district):
        return {}
    contacts = access.contacts_of(organisation, request.district)
    open_links = access.open_links(organisation, request.district).order_by("-made_at")
    return {
        "contacts": [{"contact": each, "phone": phone_as_printed(each.phone)} for each in contacts],
        "stewards": access.stewards_of(organisation, on=timezone.localdate()),
        "publishes": organisation.is_sole_trader and access.consents_to_publish(organisation, request.district),
        "open_links": open_links,
        "drafting": set(access.with_draft(open_links).values_list("pk", flat=True)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def invite(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    if not may_be_contacted(organisation):
        return not_invited(request, organisation)
    contacts = access.contacts_of(organisation, request.district)
    known = contactable(contacts).exclude(email="").first()
    initial = {
        "email": known.email if known else organisation.email,
        "name": known.name if known else "",
        "language": known.language if known else get_language(),
    }

    def send(form: Form) -> HttpResponse:
        stewards.invite_to_entry(organisation, district=request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The invitation is on its way."))
        return go_to(request, "organisations:office_entry", pk)

    title = _("Invite to the prepared entry")
    form = InviteForm(request.POST or None, initial=initial)
    return asked(request, organisation, form, send, title, submit=_("Send the invitation"))


def not_invited(request: DistrictRequest, organisation: Organisation) -> HttpResponse:
    """Instead of a form that could not be sent: why nobody there is written to."""
    context = {"organisation": organisation, "words_on_quiet": words_on_quiet(organisation, request.district)}
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/office/not_invited.html", context, status=status)


@require_POST
@office_page(COORDINATOR, EDITOR)
def take_back_publishing(request: DistrictRequest, pk: int) -> HttpResponse:
    """Somebody told the office that a sole trader's contact data are no longer to be shown."""
    organisation = access.or_404(request.viewer, request.district, pk)
    stewards.publish_contact(
        organisation,
        None,
        said_by=str(organisation),
        channel=Consent.Channel.TALK,
        district=request.district,
        by=request.viewer,
    )
    messages.success(request, _("Noted. Telephone, e-mail address and website are no longer shown."))
    return go_to(request, "organisations:office_entry", pk)


@require_POST
@office_page(COORDINATOR, EDITOR)
def withdraw_links(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    stewards.withdraw_links(organisation, district=request.district, by=request.viewer)
    messages.success(request, _("The links to this entry no longer work."))
    return go_to(request, "organisations:office_entry", pk)


@require_POST
@office_page(COORDINATOR, EDITOR)
def end_stewardship(request: DistrictRequest, pk: int, steward_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    steward = access.steward_or_404(organisation, steward_pk)
    stewards.end_stewardship(steward, district=request.district, by=request.viewer)
    messages.success(request, _("%(person)s no longer looks after this entry.") % {"person": steward.person})
    return go_to(request, "organisations:office_entry", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def add_contact(request: DistrictRequest, pk: int) -> HttpResponse:
    return contact_page(request, access.or_404(request.viewer, request.district, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def edit_contact(request: DistrictRequest, pk: int, contact_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    return contact_page(request, organisation, access.contact_or_404(organisation, request.district, contact_pk))


def contact_page(request: DistrictRequest, organisation: Organisation, contact: Contact | None) -> HttpResponse:
    def save(form: Form) -> HttpResponse:
        values = form.cleaned_data
        actions.save_contact(organisation, contact, values=values, district=request.district, by=request.viewer)
        messages.success(request, _("The contact person is noted."))
        return go_to(request, "organisations:office_entry", organisation.pk)

    form = ContactForm.of(request.POST or None, contact)
    title = _("Change the contact person") if contact else _("Note a contact person")
    return asked(request, organisation, form, save, title, "organisations/office/contact.html", contact=contact)


@require_POST
@office_page(COORDINATOR, EDITOR)
def remove_contact(request: DistrictRequest, pk: int, contact_pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)
    contact = access.contact_or_404(organisation, request.district, contact_pk)
    try:
        actions.remove_contact(contact, by=request.viewer)
        messages.success(request, _("The contact person was removed."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, "organisations:office_entry", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page()
def stop_contact(request: DistrictRequest, pk: int) -> HttpResponse:
    """Whoever of the office hears that somebody wants no contact notes it."""
    organisation = access.or_404(request.viewer, request.district, pk)

    def stop(form: Form) -> HttpResponse:
        actions.stop_contact(pk, district=request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Noted. Nobody is to contact this organisation any more."))
        return go_to(request, "organisations:office_entry", pk)

    form = StopContactForm(request.POST or None, initial={"since": timezone.localdate()})
    return asked(request, organisation, form, stop, _("Do not contact"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR, EDITOR)
def allow_contact(request: DistrictRequest, pk: int) -> HttpResponse:
    organisation = access.or_404(request.viewer, request.district, pk)

    def allow(form: Form) -> HttpResponse:
        actions.allow_contact(pk, district=request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Noted. This organisation may be contacted again."))
        return go_to(request, "organisations:office_entry", pk)

    return asked(request, organisation, AllowContactForm(request.POST or None), allow, _("May be contacted again"))


def asked(
    request: DistrictRequest,
    organisation: Organisation,
    form: Form,
    act: Callable[[Form], HttpResponse],
    title: str,
    template: str = "organisations/office/asked.html",
    **more: Any,
) -> HttpResponse:
    """The page of one form about an organisation: shown, refused or done, once."""
    if done := done_once(request, form, lambda: act(form)):
        return done
    context = {"form": form, "organisation": organisation, "title": title, **more}
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@office_page(COORDINATOR, EDITOR)
def requests(request: DistrictRequest) -> HttpResponse:
    found = access.requests_in(request.viewer, request.district)[:100]
    rows = [(asked, number_to_dial(asked.phone)) for asked in found]
    return render(request, "organisations/office/requests.html", {"requests": rows})


@require_POST
@office_page(COORDINATOR, EDITOR)
def grant_request(request: DistrictRequest, request_pk: int) -> HttpResponse:
    return decide(request, request_pk, stewards.grant_request, _("The link to the entry is on its way."))


@require_POST
@office_page(COORDINATOR, EDITOR)
def refuse_request(request: DistrictRequest, request_pk: int) -> HttpResponse:
    return decide(request, request_pk, stewards.refuse_request, _("Noted. Nothing was sent."))


def decide(request: DistrictRequest, request_pk: int, act: Callable[..., object], said: str) -> HttpResponse:
    asked_for = access.request_or_404(request.viewer, request.district, request_pk)
    try:
        act(asked_for.pk, district=request.district, by=request.viewer)
        messages.success(request, said)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, "organisations:requests")
