from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from kiezkontor.districts.brand import brand_of
from kiezkontor.districts.requests import DistrictRequest

A_YEAR = 365 * 24 * 60 * 60


def etag_of(request: HttpRequest, version: str = "") -> str:
    return f'"{brand_of(cast("DistrictRequest", request).district).version}"'


@require_safe
@condition(etag_func=etag_of)
def brand_css(request: DistrictRequest, version: str = "") -> HttpResponse:
    """The colours of the district; the address with the right version may be kept for a year."""
    brand = brand_of(request.district)
    response = HttpResponse(brand.style_sheet, content_type="text/css; charset=utf-8")
    for_whom: dict[str, Any] = {"public" if request.district.is_published else "private": True}
    if version == brand.version:
        patch_cache_control(response, **for_whom, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, **for_whom, no_cache=True)
    return response
