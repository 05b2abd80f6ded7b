"""First contacts between social carriers and traders: from the first message to names that both may see."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import STEWARD_ROLES
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.members import access, access_contacts
from kiezkontor.members.access import MODERATORS
from kiezkontor.members.actions import contacts
from kiezkontor.members.agreed import asked_for_names
from kiezkontor.members.forms.contacts import AnswerForm, DeclineForm, IntroduceForm, MessageForm, PeriodForm
from kiezkontor.members.gates import members_page
from kiezkontor.members.models import FirstContact, Side
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to

PER_PAGE = 30
CONTACTS, CONTACT, OFFICE = "members:contacts", "members:contact", "members:first_contacts"


def own_keys(request: DistrictRequest) -> set[int]:
    return set(access.writes_for(request.viewer, request.district).values_list("pk", flat=True))


@require_safe
@members_page(*STEWARD_ROLES)
def contact_list(request: DistrictRequest) -> HttpResponse:
    found = access_contacts.contacts_for(request.viewer, request.district)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    own = own_keys(request)
    rows = [{"contact": each, "other": access_contacts.sides_of(each, own)[1]} for each in page]
    return render(request, "members/contacts/list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def new(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district = request.viewer, request.district
    partner = access_contacts.partner_or_404(viewer, district, pk)
    form = MessageForm(request.POST or None, organisations=access_contacts.own_for(partner, viewer, district))

    def act() -> HttpResponse:
        made = contacts.start(partner, district=district, by=viewer, **form.values())
        messages.success(request, _("Your message is on its way. The answer comes here and by mail."))
        return go_to(request, CONTACT, made.pk)

    if done := done_once(request, form, act):
        return done
    context = {"form": form, "partner": partner}
    return render(request, "members/contacts/new.html", context, status=422 if form.errors else 200)


@require_safe
@members_page(*STEWARD_ROLES)
def contact(request: DistrictRequest, pk: int) -> HttpResponse:
    return contact_page(request, access_contacts.contact_or_404(request.viewer, request.district, pk), AnswerForm())


def contact_page(request: DistrictRequest, found: FirstContact, form: AnswerForm) -> HttpResponse:
    own, other = access_contacts.sides_of(found, own_keys(request))
    both = own.agreed_at is not None and other.agreed_at is not None
    context = {
        "contact": found,
        "own": own,
        "other": other,
        "both": both,
        "shown": person_shown(request, other) if both else None,
        "asked": asked_for_names(other.organisation).text,
        "messages_of_contact": access_contacts.messages_of(found),
        "form": None if found.ended_at else form,
    }
    return render(request, "members/contacts/contact.html", context, status=422 if form.errors else 200)


def person_shown(request: DistrictRequest, side: Side) -> dict[str, str] | None:
    """Name, address and number of who agreed, as long as they look after the member; for the other side alone."""
    if side.person is None or not access_contacts.speaks_for(side.person, side.organisation, request.district):
        return None
    line = access_contacts.own_line_of(side, request.district)
    number = line.phone if line else ""
    return {
        "name": side.person.name,
        "email": side.person.email,
        "number": number,
        "phone": phone_as_printed(number) if number else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def write(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_contacts.contact_or_404(request.viewer, request.district, pk)
    if request.method != "POST":
        return go_to(request, CONTACT, pk)
    form = AnswerForm(request.POST)

    def act() -> HttpResponse:
        contacts.write(found.pk, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Your message is on its way."))
        return go_to(request, CONTACT, pk)

    if done := done_once(request, form, act):
        return done
    return contact_page(request, found, form)


@require_POST
@members_page(*STEWARD_ROLES)
def show_names(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_contacts.contact_or_404(request.viewer, request.district, pk)
    try:
        both = contacts.show_names(found.pk, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, CONTACT, pk)
    said = _("You both see each other's names now.") if both else _("Names appear as soon as the other side agrees.")
    messages.success(request, said)
    return go_to(request, CONTACT, pk)


@require_POST
@members_page(*STEWARD_ROLES)
def conceal_names(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_contacts.contact_or_404(request.viewer, request.district, pk)
    contacts.conceal_names(found.pk, by=request.viewer)
    messages.success(request, _("Your name and address are not shown any more."))
    return go_to(request, CONTACT, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page(*STEWARD_ROLES)
def decline(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_contacts.contact_or_404(request.viewer, request.district, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        contacts.decline(found.pk, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The contact has ended. The other side cannot write to you here again."))
        return go_to(request, CONTACTS)
    _own, other = access_contacts.sides_of(found, own_keys(request))
    context = {"form": form, "contact": found, "other": other}
    return render(request, "members/contacts/decline.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*MODERATORS)
def office(request: DistrictRequest) -> HttpResponse:
    """How many met and who began; not a word of what they wrote."""
    form = PeriodForm(request.GET)
    return render(request, "members/office/contacts.html", met_in(request, form) if form.is_valid() else {"form": form})


def met_in(request: DistrictRequest, asked: PeriodForm) -> dict[str, Any]:
    from_on, last_on = asked.period()
    until_on = last_on + timedelta(days=1)
    found = access_contacts.begun_in(request.viewer, request.district, from_on=from_on, until_on=until_on)
    return {
        "form": PeriodForm(initial={"from_on": from_on, "last_on": last_on}),
        "counted": access_contacts.counted(found),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def introduce(request: DistrictRequest) -> HttpResponse:
    carriers, traders = access_contacts.carriers_and_traders(request.district)
    form = IntroduceForm(request.POST or None, carriers=carriers, traders=traders)

    def act() -> HttpResponse:
        contacts.bring_together(district=request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Your message has been sent to both. You will not see their replies."))
        return go_to(request, OFFICE)

    if done := done_once(request, form, act):
        return done
    return render(request, "members/office/introduce.html", {"form": form}, status=422 if form.errors else 200)
