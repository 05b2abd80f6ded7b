from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kiezkontor.districts.models import DistrictText
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.texts import page_text
from kiezkontor.districts.videos import public_video
from kiezkontor.shared.caching import public_page


@require_safe
@public_page
def text(request: DistrictRequest, kind: str) -> HttpResponse:
    found = page_text(request.district, kind, get_language() or "de")
    video = public_video(request.district) if kind == DistrictText.Kind.SIGN_LANGUAGE else None
    return render(request, "districts/text.html", {"text": found, "video": video})
