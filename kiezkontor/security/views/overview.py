from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiezkontor.accounts.models import Device
from kiezkontor.accounts.rules.browsers import browser_in_words
from kiezkontor.accounts.rules.networks import network_in_words
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.security import access, passkeys
from kiezkontor.security.gates import OwnRequest, own_page, person_of


@require_safe
@own_page
def overview(request: OwnRequest) -> HttpResponse:
    """Everything about the own sign-in on one page: what it is done with, where, and what was changed."""
    person = person_of(request)
    devices = [device_in_words(request, device) for device in access.devices_of(person)]
    context = {
        "person": person,
        "factors": access.factors_of(person),
        "passkeys_offered": passkeys.are_offered(request),
        "has_password": person.has_usable_password(),
        "devices": devices,
        "has_other_devices": any(not device["is_this"] for device in devices),
        "changes": [{"at": each.at, "sentence": sentence_of(each)} for each in access.latest_changes(person)],
        "must_add": access.lacks_second_step(request.viewer, frozenset().union(*request.viewer.roles.values())),
    }
    return render(request, "security/overview.html", context)


def device_in_words(request: OwnRequest, device: Device) -> dict[str, object]:
    return {
        "device": device,
        "browser": browser_in_words(device.user_agent),
        "network": network_in_words(device.network),
        "is_this": device.session_key == request.session.session_key,
    }
