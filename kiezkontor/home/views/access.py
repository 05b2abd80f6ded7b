from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.districts.access_people import own_role_or_404
from kiezkontor.districts.actions.joining import stop_taking_part
from kiezkontor.districts.gates import signed_in_page
from kiezkontor.districts.models import Role
from kiezkontor.districts.requests import SiteRequest
from kiezkontor.home.my_access import places_of
from kiezkontor.shared.errors import ActionRefused


@require_safe
@signed_in_page
def access(request: SiteRequest) -> HttpResponse:
    places = places_of(request.viewer, on=timezone.localdate())
    return render(request, "home/access.html", {"places": places})


@require_POST
@signed_in_page
def stop(request: SiteRequest, pk: int) -> HttpResponse:
    """A resident gives the own access to a district back; other roles are ended by an office."""
    role = own_role_or_404(request.viewer, pk, name=Role.Name.RESIDENT, on=timezone.localdate())
    try:
        stop_taking_part(role, role.person)
        messages.success(request, _("You no longer take part in %(district)s.") % {"district": role.district})
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return redirect("home:access")
