"""Trying a code of the app or a recovery code, within the limits."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.limits import may_try_second_step
from kiezkontor.accounts.models import Person
from kiezkontor.security.access import is_at_home
from kiezkontor.security.actions.factors import use_code
from kiezkontor.shared.errors import ActionRefused


def try_code(request: HttpRequest, person: Person, code: str) -> None:
    if not may_try_second_step(request, person.pk, at_home=is_at_home(request, person)):
        raise ActionRefused(
            _("There were too many attempts. Please wait five minutes, or use a passkey."), field="code"
        )
    use_code(person, code, now=timezone.now().timestamp())
