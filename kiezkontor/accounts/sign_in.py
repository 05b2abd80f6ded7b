"""Signing somebody in who has opened a link from the own mailbox."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from kiezkontor.accounts.models import Person
from kiezkontor.shared.mounting import at_the_installation


def sign_in_by_link(request: HttpRequest, person: Person, *, then: str) -> HttpResponse:
    """As after the code by mail: whoever has set up a second step is asked for it before going on to `then`."""
    if request.user.is_authenticated:
        logout(request)
    with at_the_installation():
        answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=then, email=person.email))
    return answer
