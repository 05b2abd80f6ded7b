from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.config import setup, web_server
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Serve the pages of this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=web_server.HOST, help="address to listen at (127.0.0.1)")
        parser.add_argument("--port", type=int, default=web_server.PORT, help="port to listen at (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        web_server.require_free(host, port)
        setup.frontend(setup.in_english(self.say))
        setup.collected(setup.in_english(self.say))
        self.say(f"Serving at http://{host}:{port}/ (Ctrl-C stops).")
        web_server.run(host, port)
