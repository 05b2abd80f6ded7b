from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.actions.roles import make_operator
from kiezkontor.shared.commands import KontorCommand, gettext_noop
from kiezkontor.shared.mounting import installation_path


def address(text: str) -> str:
    try:
        Person._meta.get_field("email").clean(text, None)
    except ValidationError:
        raise ArgumentTypeError(f"{text} is not an e-mail address") from None
    return text.lower()


def called(text: str) -> str:
    longest = Person._meta.get_field("name").max_length or 0
    if len(text.strip()) > longest:
        raise ArgumentTypeError(f"it may have {longest} characters at most")
    return text.strip()


class Command(KontorCommand):
    help = gettext_noop(
        "Let somebody administer this installation; they sign in with a code by e-mail and need no password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", type=address, help=gettext_noop("the address they sign in with"))
        parser.add_argument("--name", type=called, default="", help=gettext_noop("their name, for a new account"))

    def handle(self, *args: Any, **options: Any) -> None:
        person = make_operator(options["email"], name=options["name"], by=system_viewer("kontor operator"))
        self.write_json({"email": person.email, "name": person.name})
        page = f"{settings.INSTALLATION_URL.rstrip('/')}{installation_path('account_login')}"
        self.say(_("They sign in at %(address)s") % {"address": page})
