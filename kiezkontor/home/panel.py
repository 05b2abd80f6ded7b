"""What the office's page of an entry shows of deletion."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.home.desk import opens
from kiezkontor.organisations import access
from kiezkontor.organisations.models import Organisation


def holds_panel(request: DistrictRequest, organisation: Organisation) -> SafeString:
    if not opens(request.viewer, request.district, "home:retention"):
        return SafeString("")
    holds = access.holds_of(request.viewer, request.district).filter(organisation=organisation, ended_at=None)
    return render_to_string("home/holds_panel.html", {"organisation": organisation, "holds": holds}, request=request)
