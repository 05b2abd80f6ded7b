from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.directory import access, access_listed, conversations, relay, view_counts
from kiezkontor.directory.cards import cards
from kiezkontor.directory.forms import ContactForm, MistakeForm, OwnEntryForm
from kiezkontor.directory.hours import KNOWN_AHEAD, Hours, shown_hours
from kiezkontor.directory.languages import language_name
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.known_hours import KnownHours
from kiezkontor.directory.rules.linked_data import local_business
from kiezkontor.directory.sources import source_of
from kiezkontor.directory.teasers import place_teaser, street_lines
from kiezkontor.districts.actions.reports import receive_report
from kiezkontor.districts.models import PublicReport
from kiezkontor.districts.models.district import in_language
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations import week as week_words
from kiezkontor.organisations.models import Wheelchair
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.shared.markup import script_json
from kiezkontor.shared.once import once
from kiezkontor.shared.web import refusals_shown_on


@require_safe
@public_page
def profile(request: DistrictRequest, slug: str) -> HttpResponse:
    try:
        entry = access.entry_or_404(request.viewer, request.district, slug)
    except Http404:
        new_slug = access.new_slug_of(request.viewer, request.district, slug)
        if new_slug is None:
            raise
        return HttpResponsePermanentRedirect(reverse("directory:profile", args=[new_slug]))
    neighbours = access_listed.nearby(entry)
    patterns = [entry.pattern_id, *(one.pattern_id for one in neighbours)]
    openings = shown_hours(request, patterns, now=timezone.now())
    own = openings.get(entry.pattern_id) if entry.pattern_id else None
    contact = access.public_contact_of(entry.organisation)
    streets = of_district(request, "street lines", lambda: street_lines(request.district), has_language=False)
    context = {
        "entry": entry,
        "title": entry.title,
        "organisation": entry.organisation,
        "contact": contact,
        "is_withheld": entry.organisation.is_sole_trader and not any(contact),
        "can_be_written_to": relay.can_be_written_to(entry),
        "has_office": bool(request.district.office_email),
        "can_edit": organisations.can_edit(request.viewer, request.district),
        "hours": hours_of(request, entry, own),
        "prompts": prompts_of(entry),
        "photos": photos_of(entry),
        "languages": [language_name(code) for code in entry.organisation.languages or []],
        "teaser": place_teaser(streets, entry.lat, entry.lon),
        "source": source_of(entry, contact),
        "neighbours": cards(neighbours, openings),
        "json_ld": script_json(linked_data(request, entry, own.known if own else None)),
        "crumbs": [{"label": _("Directory"), "url": reverse("directory:list")}],
        "map_url": f"{reverse('directory:map')}?{urlencode({'q': f'{entry.title} {entry.address}'.strip()})}",
        "category_url": f"{reverse('directory:list')}?category={entry.category_id}" if entry.category_id else "",
    }
    return render(request, "directory/profile.html", context)


def hours_of(request: DistrictRequest, entry: Entry, own: Hours | None) -> dict[str, Any] | None:
    today = timezone.localdate()
    region = request.district.region
    week = week_words.week_of(entry.opening_hours, region=region, on=today, lat=entry.lat, lon=entry.lon)
    if week is None:
        return None
    return {
        "rows": week_words.rows(week, today=today) if week.names_times else [],
        "holiday": week_words.holiday_sentence(week) if week.names_times else "",
        "specials": week_words.specials(week),
        "intervals": own and own.intervals,
        "fallback": own.sentence if own else "",
    }


def prompts_of(entry: Entry) -> list[tuple[str, str]]:
    """The four prompts with their answers; only confirmed organisations speak for themselves."""
    if not entry.is_confirmed:
        return []
    headings = [
        ("who_we_are", _("Who we are")),
        ("what_we_offer", _("What we offer")),
        ("what_district_means", _("What the district means to us")),
        ("why_we_take_part", _("Why we take part")),
    ]
    texts = [(heading, in_language(entry.organisation, prompt)) for prompt, heading in headings]
    return [(heading, text) for heading, text in texts if text.strip()]


def photos_of(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "url": photo.image.url,
            "alt": photo.alt,
            "caption": photo.caption,
            "credit": photo.credit,
            "width": photo.width,
            "height": photo.height,
        }
        for photo in access.photos_of(entry)
    ]


def linked_data(request: DistrictRequest, entry: Entry, openings: KnownHours | None) -> dict[str, Any]:
    contact = access.public_contact_of(entry.organisation)
    steps = {Wheelchair.YES: True, Wheelchair.NO: False}
    return local_business(
        category=entry.category_id or "",
        name=entry.title,
        url=request.build_absolute_uri(reverse("directory:profile", args=[entry.slug])),
        street=entry.address,
        postcode=entry.postcode,
        city=entry.city,
        lat=entry.lat,
        lon=entry.lon,
        phone=contact.phone,
        website=contact.website,
        image=request.build_absolute_uri(default_storage.url(entry.photo)) if entry.photo else "",
        step_free=steps.get(Wheelchair(entry.wheelchair)),
        openings=[
            (timezone.localtime(opening.start), timezone.localtime(opening.end))
            for opening in (openings.intervals if openings else [])
            if opening.certain and openings and not openings.is_cut(opening)
        ],
        first_on=timezone.localdate(),
        last_on=timezone.localdate() + KNOWN_AHEAD,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: DistrictRequest, slug: str) -> HttpResponse:
    entry = access.entry_or_404(request.viewer, request.district, slug)
    if not relay.can_be_written_to(entry):
        raise Http404(_("This organisation cannot be reached through this page."))
    to_office = not relay.reaches_organisation(entry)
    is_hidden = not to_office and conversations.are_possible()
    form = ContactForm(request.POST or None, is_hidden=is_hidden)

    def send() -> None:
        relay.pass_on(
            entry,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            message=form.cleaned_data["message"],
            profile_url=request.build_absolute_uri(reverse("directory:profile", args=[entry.slug])),
            language=get_language() or "de",
            by=request.viewer,
        )

    about = {"to_office": to_office, "is_hidden": is_hidden}
    title = _("Message to %(name)s") % {"name": entry.title}
    return relayed(request, entry, form, send, "directory/contact.html", title=title, crumb=_("Message"), **about)


def relayed(
    request: DistrictRequest, entry: Entry, form: GuardedForm, send: Callable[[], None], template: str, **more: Any
) -> HttpResponse:
    """Pass on what the form says, once, or show it with what is wrong."""

    def sent() -> HttpResponse:
        send()
        return redirect(f"{request.path}?sent=1")

    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            return once(request, sent)
    form.renew_when_too_old()
    context = {
        **more,
        "entry": entry,
        "form": form,
        "sent": request.GET.get("sent") == "1" and request.method != "POST",
        "crumbs": [
            {"label": _("Directory"), "url": reverse("directory:list")},
            {"label": entry.title, "url": reverse("directory:profile", args=[entry.slug])},
        ],
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def own_entry(request: DistrictRequest, slug: str) -> HttpResponse:
    entry = access.entry_or_404(request.viewer, request.district, slug)
    if not request.district.office_email:
        raise Http404(_("The office cannot be reached through this page."))
    form = OwnEntryForm(request.POST or None)

    def send() -> None:
        relay.say_it_is_own(
            entry,
            name=form.cleaned_data["name"],
            standing=form.cleaned_data["standing"],
            email=form.cleaned_data["email"],
            phone=form.cleaned_data["phone"],
            message=form.cleaned_data["message"],
            profile_url=request.build_absolute_uri(reverse("directory:profile", args=[entry.slug])),
            office_url=request.build_absolute_uri(reverse("organisations:requests")),
            entry_url=request.build_absolute_uri(reverse("organisations:office_entry", args=[entry.organisation_id])),
            language=(get_language() or "de")[:2],
            by=request.viewer,
        )

    title = _("Is “%(name)s” yours?") % {"name": entry.title}
    return relayed(request, entry, form, send, "directory/own_entry.html", title=title, crumb=_("Is this yours?"))


@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: DistrictRequest, slug: str) -> HttpResponse:
    entry = access.entry_or_404(request.viewer, request.district, slug)
    form = MistakeForm(request.POST or None)

    def send() -> None:
        receive_report(
            request.district,
            kind=PublicReport.Kind.MISTAKE,
            page_url=request.build_absolute_uri(reverse("directory:profile", args=[entry.slug])),
            by=request.viewer,
            **form.cleaned_data,
        )

    title = _("What is wrong with “%(name)s”?") % {"name": entry.title}
    return relayed(
        request, entry, form, send, "directory/mistake.html", title=title, crumb=_("Something is wrong here")
    )


@csrf_exempt
@require_POST
def count_view(request: DistrictRequest, slug: str) -> HttpResponse:
    entry = access.entry_or_404(request.viewer, request.district, slug)
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    is_visitor = from_here and view_counts.is_person(request.headers.get("User-Agent", ""))
    if is_visitor and not request.viewer.is_office_of(request.district):
        view_counts.count_view(entry, on=timezone.localdate())
    return HttpResponse(status=204)
