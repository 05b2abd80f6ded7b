"""A profile on paper and in the address book: vCard, QR code, sheet for the door."""

from io import BytesIO

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.directory import access
from kiezkontor.directory.rules.vcard import vcard
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.caching import public_page


def profile_url(request: DistrictRequest, slug: str) -> str:
    return request.build_absolute_uri(reverse("directory:profile", args=[slug]))


@require_safe
@public_page
def card(request: DistrictRequest, slug: str) -> HttpResponse:
    entry = access.entry_or_404(request.viewer, request.district, slug)
    contact = access.public_contact_of(entry.organisation)
    text = vcard(
        name=entry.title,
        categories=entry.category_name,
        street=entry.address,
        postcode=entry.postcode,
        city=entry.city,
        phone=contact.phone,
        email=contact.email,
        website=contact.website,
        profile_url=profile_url(request, entry.slug),
        at=(entry.lat, entry.lon),
    )
    headers = {"Content-Disposition": f'attachment; filename="{entry.slug}.vcf"'}
    return HttpResponse(text, content_type="text/vcard; charset=utf-8", headers=headers)


@require_safe
@public_page
def qr_code(request: DistrictRequest, slug: str) -> HttpResponse:
    """The profile's address as a code; level Q survives a scratched shop window."""
    entry = access.entry_or_404(request.viewer, request.district, slug)
    out = BytesIO()
    code = segno.make(profile_url(request, entry.slug), error="q", micro=False)
    code.save(out, kind="svg", border=4, scale=8, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@require_safe
@public_page
def door_sheet(request: DistrictRequest, slug: str) -> HttpResponse:
    entry = access.entry_or_404(request.viewer, request.district, slug)
    crumbs = [
        {"label": _("Directory"), "url": reverse("directory:list")},
        {"label": entry.title, "url": reverse("directory:profile", args=[entry.slug])},
    ]
    context = {"entry": entry, "profile_url": profile_url(request, entry.slug), "crumbs": crumbs}
    return render(request, "directory/door_sheet.html", context)
