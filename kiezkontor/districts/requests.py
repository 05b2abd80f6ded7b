from django.http import HttpRequest

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District


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
