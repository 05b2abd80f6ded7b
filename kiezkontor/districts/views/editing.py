"""Office pages about the district itself; every page shows what it would look like before it is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access, images, presenting
from kiezkontor.districts.actions import profile as actions
from kiezkontor.districts.forms import profile as district_forms
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import District, DistrictText
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.brand import pairs, refusals, variants
from kiezkontor.districts.rules.missing import missing_facts
from kiezkontor.districts.texts import LANGUAGES, default_markdown, facts_of, rendered
from kiezkontor.districts.views.meanwhile import Meanwhile
from kiezkontor.districts.views.wording import missing_sentence, pair_label
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import go_to, reads_back, refusals_shown_on

Methods = require_http_methods(["GET", "HEAD", "POST"])
EXTRA_ROWS = 2
# How the names of the pages below a section begin, where it is not with the section's own.
BEGINNINGS = {"districts:edit_texts": "districts:edit_text", "districts:project_list": "districts:project_"}
BRAND = ("colour", "colour_accent", "logo", "logo_alt")


def page(request: DistrictRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """An editing page with the sections of the district; 422 when the form was refused."""
    forms_shown = [shown for shown in (form, context.get("head")) if shown is not None and shown.is_bound]
    refused = any(any(shown.errors) for shown in forms_shown)
    context |= {"form": form, "sections": sections(request)}
    return render(request, f"districts/office/{template}", context, status=422 if refused else 200)


def sections(request: DistrictRequest) -> list[dict[str, Any]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    links = [
        ("districts:edit", _("Overview")),
        ("districts:edit_profile", _("Names and place")),
        ("districts:edit_boundary", _("Boundary")),
        ("districts:edit_parts", _("Parts")),
        ("districts:edit_streets", _("Streets")),
        ("districts:edit_brand", _("Brand")),
        ("districts:edit_office", _("Office")),
        ("districts:edit_texts", _("Texts")),
        ("districts:edit_sign_language", _("Sign language")),
        ("districts:project_list", _("Projects")),
    ]
    if request.viewer.is_operator:
        links.append(("districts:edit_hosts", _("Host names")))
    return [
        {"label": label, "url": reverse(view), "current": here.startswith(BEGINNINGS.get(view, view))}
        for view, label in links[1:]
    ]


def meanwhile_on(request: DistrictRequest, *fields: str) -> Meanwhile:
    """Watches these fields of the district."""
    return Meanwhile(request, request.district, lambda: model_to_dict(access.district_again(request.district), fields))


def saved(request: DistrictRequest, view: str, *args: Any) -> HttpResponse:
    messages.success(request, _("Saved."))
    return go_to(request, view, *args)


def rows_for(form: type[forms.Form], *, most: int) -> Any:
    """The formset for up to `most` rows; a request that claims far more is refused, not built."""
    return forms.formset_factory(form, extra=EXTRA_ROWS, max_num=most, absolute_max=2 * most)


@require_safe
@office_page(COORDINATOR)
def overview(request: DistrictRequest) -> HttpResponse:
    found = facts_of(request.district, on=timezone.localdate())
    to_do = [
        {
            "label": DistrictText.Kind(kind).label,
            "url": address_of(kind),
            "items": [missing_sentence(code) for code in missing_facts(facts)],
        }
        for kind, facts in found.items()
    ]
    context = {"to_do": [entry for entry in to_do if entry["items"]], "hosts": request.district.hosts.all()}
    return page(request, "edit.html", None, **context)


def address_of(kind: str) -> str:
    """Where what is missing in a text is put right: for sign language that is its video."""
    if kind == DistrictText.Kind.SIGN_LANGUAGE:
        return reverse("districts:edit_sign_language")
    return reverse("districts:edit_text", args=[kind, "de"])


@Methods
@office_page(COORDINATOR)
def profile(request: DistrictRequest) -> HttpResponse:
    meanwhile = meanwhile_on(request, *actions.PROFILE)
    wholes = access.wholes_to_choose(request.viewer, request.district)
    form = district_forms.ProfileForm(
        request.POST or None, instance=access.district_again(request.district), wholes=wholes
    )
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            actions.change_profile(request.district, by=request.viewer, **form.cleaned_data)
            return saved(request, "districts:edit_profile")
    return profile_page(request, form, meanwhile)


def profile_page(
    request: DistrictRequest, form: Any, meanwhile: Meanwhile, preview: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"preview": preview, "preview_url": reverse("districts:edit_profile_preview")}
    context |= {"form_url": reverse("districts:edit_profile"), "seen": meanwhile.seen}
    return page(request, "form.html", form, title=_("Names and place"), **context)


@Methods
@office_page(COORDINATOR)
def office(request: DistrictRequest) -> HttpResponse:
    meanwhile = meanwhile_on(request, *actions.OFFICE)
    form = district_forms.OfficeForm(request.POST or None, instance=access.district_again(request.district))
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            actions.change_office(request.district, by=request.viewer, **form.cleaned_data)
            return saved(request, "districts:edit_office")
    return page(request, "office.html", form, shown=shown_office(request.district), seen=meanwhile.seen)


def shown_office(district: District) -> dict[str, Any]:
    """The office as its visitors read of it."""
    hours = presenting.shown_hours(district, on=timezone.localdate())
    return {"office": district, "hours": hours, "phone": presenting.phone_as_printed(district.office_phone)}


@Methods
@office_page(COORDINATOR)
@takes_files(images.MAX_BYTES)
def brand(request: DistrictRequest) -> HttpResponse:
    district = request.district
    meanwhile = meanwhile_on(request, *BRAND)
    initial = {"colour": district.colour, "colour_accent": district.colour_accent, "logo_alt": district.logo_alt}
    form = district_forms.BrandForm(request.POST or None, request.FILES or None, initial=initial)
    is_valid = form.is_valid()
    preview = brand_preview(form, initial)
    if is_valid:
        with refusals_shown_on(form), meanwhile.nobody_else():
            actions.change_brand(district, by=request.viewer, **form.cleaned_data)
            return saved(request, "districts:edit_brand")
    return page(request, "brand.html", form, preview=preview, seen=meanwhile.seen)


@office_page(COORDINATOR)
@reads_back("districts:edit_brand")
@takes_files(images.MAX_BYTES)
def brand_check(request: DistrictRequest) -> HttpResponse:
    """How two colours look together, without saving them."""
    form = district_forms.BrandForm(request.POST, request.FILES)
    form.is_valid()
    seen = meanwhile_on(request, *BRAND).seen
    return page(request, "brand.html", form, preview=brand_preview(form, {}), seen=seen)


def brand_preview(form: forms.Form, initial: dict[str, str]) -> dict[str, Any] | None:
    values = {**initial, **getattr(form, "cleaned_data", {})}
    if "colour" not in values or "colour_accent" not in values:
        return None
    derived = variants(values["colour"], values["colour_accent"])
    refused = refusals(values["colour"], values["colour_accent"])
    return {
        "light": [derived["brand"], derived["on-brand"], derived["brand-accent"], derived["brand-link"], "#ffffff"],
        "dark": [
            *(derived["brand-dark"], derived["on-brand-dark"], derived["brand-accent-dark"]),
            *(derived["brand-link-dark"], "#131a1c"),
        ],
        "pairs": [(pair_label(pair.use), pair) for pair in pairs(derived)],
        "refusals": [(refusal, actions.brand_sentence(refusal)) for refusal in refused],
    }


@require_safe
@office_page(COORDINATOR)
def texts(request: DistrictRequest) -> HttpResponse:
    found = facts_of(request.district, on=timezone.localdate())
    rows = [
        {
            "kind": kind,
            "label": DistrictText.Kind(kind).label,
            "languages": [
                (language, language in facts.languages, read_at(request.district, kind, language))
                for language in LANGUAGES
            ],
            "reviewed_on": facts.reviewed_on,
            "items": [missing_sentence(code) for code in missing_facts(facts)],
        }
        for kind, facts in found.items()
    ]
    return page(request, "texts.html", None, rows=rows)


def read_at(district: District, kind: str, language: str) -> str:
    """Where everybody reads this text; empty in a language the district does not speak."""
    if language not in district.languages:
        return ""
    with translation.override(language):
        return reverse(f"districts:{kind}")


@Methods
@office_page(COORDINATOR)
def text(request: DistrictRequest, kind: str, language: str) -> HttpResponse:
    if kind not in DistrictText.Kind.values or language not in LANGUAGES:
        raise Http404
    meanwhile = text_meanwhile(request, kind, language)
    form = district_forms.TextForm(request.POST or None, initial=text_initial(request, kind, language))
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            values = form.cleaned_data
            actions.write_text(request.district, kind=kind, language=language, by=request.viewer, **values)
            return saved(request, "districts:edit_texts")
    return text_page(request, form, kind, language, "", seen=meanwhile.seen)


def text_meanwhile(request: DistrictRequest, kind: str, language: str) -> Meanwhile:
    """Watches the office's own text; a default that follows the district's data is nobody's change."""

    def stored() -> list[Any]:
        own = access.own_text(request.district, kind, language)
        return [own.body, own.reviewed_on] if own is not None else []

    return Meanwhile(request, request.district, stored)


def text_initial(request: DistrictRequest, kind: str, language: str) -> dict[str, Any]:
    own = access.own_text(request.district, kind, language)
    if own is not None:
        return {"body": own.body, "reviewed_on": own.reviewed_on}
    return {"body": default_markdown(request.district, kind, language)}


def text_page(
    request: DistrictRequest, form: forms.Form, kind: str, language: str, preview: str, *, seen: str
) -> HttpResponse:
    facts = facts_of(request.district, on=timezone.localdate())[kind]
    context = {
        "kind": kind,
        "language": language,
        "label": DistrictText.Kind(kind).label,
        "is_default": access.own_text(request.district, kind, language) is None,
        "items": [missing_sentence(code) for code in missing_facts(facts)],
        "preview": preview,
        "seen": seen,
    }
    return page(request, "text.html", form, **context)


@office_page(COORDINATOR)
@reads_back("districts:edit_text")
def text_preview(request: DistrictRequest, kind: str, language: str) -> HttpResponse:
    """The text as it would look, without saving it."""
    if kind not in DistrictText.Kind.values or language not in LANGUAGES:
        raise Http404
    form = district_forms.TextForm(request.POST)
    preview = rendered(form.cleaned_data["body"]) if form.is_valid() else ""
    return text_page(request, form, kind, language, preview, seen=text_meanwhile(request, kind, language).seen)


@Methods
@office_page(COORDINATOR)
def hosts(request: DistrictRequest) -> HttpResponse:
    if not request.viewer.is_operator:
        raise PermissionDenied
    hosts = request.district.hosts.order_by("-is_primary", "host").values_list("host", flat=True)
    meanwhile = Meanwhile(request, request.district, lambda: list(hosts.all()))
    form = district_forms.HostsForm(request.POST or None, initial={"hosts": "\n".join(hosts)})
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            actions.set_hosts(request.district, hosts=form.cleaned_data["hosts"], by=request.viewer)
            return saved(request, "districts:edit_hosts")
    return page(request, "form.html", form, title=_("Host names"), seen=meanwhile.seen)
