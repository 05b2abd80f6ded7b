"""What the office's page of an entry shows of outreach."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.access_contacting import may_be_contacted
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access
from kiezkontor.outreach.models import Status


def panel_of(request: DistrictRequest, organisation: Organisation) -> SafeString:
    """The status for the whole office; the way to the rest for those who reach out."""
    activation = access.activation_of(organisation, request.district)
    may_reach_out = access.can_reach_out(request.viewer, request.district)
    context = {
        "organisation": organisation,
        "status": Status(activation.status if activation else Status.IDENTIFIED).label,
        "last_contact_on": activation.last_contact_on if activation and may_reach_out else None,
        "can_reach_out": may_reach_out,
        "is_blocked": not may_be_contacted(organisation),
        "today": timezone.localdate(),
    }
    return render_to_string("outreach/panel.html", context, request=request)


def own_panel_of(request: DistrictRequest, organisation: Organisation) -> SafeString:
    """The needs interview for whoever looks after the entry."""
    earlier = access.correctable_by(organisation, request.district, request.viewer).first()
    context = {"organisation": organisation, "earlier": earlier}
    return render_to_string("outreach/own_panel.html", context, request=request)
