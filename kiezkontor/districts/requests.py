from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import get_language

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.shared.remembered import remembered


class SiteRequest(HttpRequest):
    """Any request, after the district and viewer middlewares; district is None outside of districts."""

    district: District | None
    viewer: Viewer
    on_installation_host: bool


class DistrictRequest(HttpRequest):
    """A request to a page of a district: the URLconf of districts is reached in no other way."""

    district: District
    viewer: Viewer
    on_installation_host: bool


def of_district[T](
    request: DistrictRequest, name: str, make: Callable[[], T], *, moment: str = "", has_language: bool = True
) -> T:
    """What pages of the district share, in one language or all, remembered until something in the district changes.

    name: of what it is; must not be changed by whoever gets it. moment: see `remembered`.
    """
    pk = request.district.pk
    key = (name, pk, get_language() if has_language else "")
    return remembered(request.META, key, make, scope=pk, moment=moment)
