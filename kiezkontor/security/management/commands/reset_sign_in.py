from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.security.access import person_with_address
from kiezkontor.security.actions.devices import reset_sign_in
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop(
        "Remove somebody's passkeys, app, recovery codes and password; they sign in with a code by e-mail again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help=gettext_noop("the address they sign in with"))

    def handle(self, *args: Any, **options: Any) -> None:
        by = system_viewer("kontor reset sign in")
        person = person_with_address(by, options["email"])
        if person is None:
            raise CommandError(_("Nobody signs in with %(email)s.") % {"email": options["email"]})
        reset_sign_in(person, by=by)
        self.write_json({"email": person.email})
