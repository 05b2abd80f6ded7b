import os
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.config import setup, tls, web_server
from kiezkontor.shared.commands import KontorCommand, gettext_noop

EVERYWHERE = "0.0.0.0"


class Command(KontorCommand):
    help = gettext_noop("Serve the pages of this installation.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="", help=gettext_noop("address to listen at (127.0.0.1; with --tls all)"))
        parser.add_argument("--port", type=int, default=web_server.PORT, help=gettext_noop("port to listen at (8000)"))

        parser.add_argument(
            "--tls",
            action="store_true",
            help=gettext_noop("serve https to the local network, for walks with a telephone"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.serve(**options)
        except setup.Refusal as refusal:
            raise CommandError(refusal.in_german) from refusal

    def serve(self, **options: Any) -> None:
        host, port = options["host"] or (EVERYWHERE if options["tls"] else web_server.HOST), options["port"]
        web_server.require_free(host, port)
        setup.frontend(setup.in_german(self.say))
        setup.collected(setup.in_german(self.say))
        if not options["tls"]:
            self.say(_("Serving at %(address)s (Ctrl-C stops).") % {"address": f"http://{host}:{port}/"})
            web_server.run(host, port)
            return
        names = tls.own_names()
        if not settings.HTTPS:
            start_again_for(names, port)
        made = tls.certificates(settings.AUTHORITY.parent, names, now=timezone.now())
        self.say(_("Serving at %(address)s (Ctrl-C stops).") % {"address": f"{settings.INSTALLATION_URL}/"})
        if made.is_new:
            self.say(_("The authority was made anew for the names of this machine; take an older one off the phones."))
        certificate = f"{settings.INSTALLATION_URL}/authority.crt"
        self.say(_("Phones install the certificate %(address)s once, and trust it.") % {"address": certificate})
        self.say(_("Compare its fingerprint (SHA-256) on the phone before: %(mark)s") % {"mark": made.fingerprint})
        self.say(
            _("The server's own certificate holds until %(day)s; a restart renews it before.")
            % {"day": f"{made.until:%Y-%m-%d}"}
        )
        web_server.run(host, port, certificates=made)


def start_again_for(names: Sequence[str], port: int) -> None:
    """Links, cookies and hosts follow the settings, which are read once."""
    os.environ["KONTOR_URL"] = f"https://{names[0]}:{port}"
    os.environ["KONTOR_HOSTS"] = ",".join([*settings.INSTALLATION_HOSTS, *names])
    os.execv(sys.executable, [sys.executable, "-m", "kiezkontor.config.cli", *sys.argv[1:]])
