import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any

from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import CommandParser

from kiezkontor.config import setup, web_server
from kiezkontor.config.folders import PRIVATE_FOLDER, ROOT
from kiezkontor.config.setup import Refusal, _
from kiezkontor.shared.commands import KontorCommand, gettext_noop

MARK = "demo.json"
RUNNING = "demo-running"
MAIL_REPLY = "antwort@kiezkontor.example"
SIGN_INS = "demo-sign-ins.json"
START_SECONDS = 60
ENDED = {
    "web server": _("The web server ended unexpectedly; start the demo again."),
    "worker": _("The worker ended unexpectedly; start the demo again."),
}


class Command(KontorCommand):
    help = gettext_noop("Show three real districts with invented people, on this machine, at http://localhost:8000/.")
    needs_data = False
    needs_house = False
    tell: setup.Tell

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=web_server.PORT, help=gettext_noop("port to listen at (8000)"))
        parser.add_argument(
            "--fresh", action="store_true", help=gettext_noop("throw away what was entered and start over")
        )
        parser.add_argument(
            "--only-prepare", action="store_true", help=gettext_noop("set everything up, start nothing")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        setup.messages()  # before the areas are loaded: what was read without its words stays without them
        self.tell = setup.in_german(self.say)
        try:
            self.show(**options)
        except Refusal as refusal:
            raise CommandError(refusal.in_german) from refusal

    def show(self, **options: Any) -> None:
        started = time.monotonic()
        port = options["port"]
        if not options["only_prepare"]:
            web_server.require_free(web_server.HOST, port)
        data = demo_folder()
        claim(data)
        with (data / RUNNING).open("a") as running:
            if options["fresh"] or mark(data).get("throwing_away"):
                require_stopped(running)
                self.tell(_("Throwing away the last demo …"))
                throw_away(data)
            fcntl.flock(running, fcntl.LOCK_SH)
            use(data, port)
            with setup.alone(data / "demo.lock", self.tell):
                self.prepare(data)
            self.tell(_("Ready after %(seconds)s s."), seconds=round(time.monotonic() - started))
            if not options["only_prepare"]:
                web_server.require_free(web_server.HOST, port)
                self.run(data, port, running.fileno())

    def prepare(self, data: Path) -> None:
        """Each step looks first whether it is already done, so that an interrupted start can be repeated."""
        import django

        django.setup()
        steps: list[tuple[str, Callable[[], object]]] = [
            (_("[%(number)s/%(count)s] pages"), lambda: setup.frontend(self.tell)),
            (_("[%(number)s/%(count)s] files"), lambda: setup.collected(self.tell)),
            (_("[%(number)s/%(count)s] database"), lambda: setup.database(self.tell)),
            (_("[%(number)s/%(count)s] districts and people"), lambda: self.fill(data)),
        ]
        for number, (name, step) in enumerate(steps, start=1):
            self.tell(name, number=number, count=len(steps))
            step()

    def fill(self, data: Path) -> None:
        inputs = setup.fingerprint(sorted((ROOT / "demo").rglob("*")))
        if mark(data).get("content") == inputs or "demo_content" not in get_commands():
            return
        call_command("demo_content", stdout=self.stderr, stderr=self.stderr)
        if all(file.exists() for file in maps(data)):
            write_mark(data, content=inputs)

    def run(self, data: Path, port: int, running: int) -> None:
        """Web and worker side by side until one ends or Ctrl-C; then both end.

        running: the file that they, too, hold open, so that nobody throws their data away.
        """
        from django.db import connections

        connections.close_all()
        children = {
            "web server": subprocess.Popen(web_server.arguments(web_server.HOST, port), pass_fds=[running]),
            "worker": subprocess.Popen(
                [sys.executable, "-m", "kiezkontor.config.cli", "worker"],
                stderr=subprocess.DEVNULL,
                pass_fds=[running],
            ),
        }
        signal.signal(signal.SIGTERM, interrupt)
        try:
            wait_until_it_answers(port, children["web server"])
            self.welcome(data, port)
            while True:
                for name, child in children.items():
                    if child.poll() is not None:
                        raise Refusal(ENDED[name])
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.tell(_("Stopping; what was entered is kept."))
        finally:
            stop(list(children.values()))

    def welcome(self, data: Path, port: int) -> None:
        address = f"http://localhost:{port}/"
        self.say("")
        self.tell(_("Kiezkontor is at %(address)s (Ctrl-C stops)."), address=address)
        file = data / SIGN_INS
        if file.exists():
            self.tell(_("The mailbox with the codes to sign in is at %(address)s."), address=f"{address}postfach/")
            self.tell(_("Sign in at %(address)s with one of these addresses:"), address=f"{address}buero/")
            for person in json.loads(file.read_text()):
                self.say(f"  {person['email']:<42} {person['name']}, {person['role']}")


def demo_folder() -> Path:
    given = os.environ.get("KONTOR_DATA")
    return Path(given).resolve() if given else ROOT / "var" / "demo"


def claim(data: Path) -> None:
    """Make the folder the demo's own; a folder that holds anything else is left alone.

    Raises Refusal when the folder is not empty and no demo made it.
    """
    if not (data / MARK).exists():
        if data.exists() and any(data.iterdir()):
            sentence = _("%(folder)s holds something that is no demo; name an empty folder in KONTOR_DATA.")
            raise Refusal(sentence, folder=data)
        data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_mark(data)


def mark(data: Path) -> dict[str, Any]:
    """What is known of this demo: the inputs of its content, and whether it is being thrown away."""
    with suppress(ValueError):
        known = json.loads((data / MARK).read_text())
        if isinstance(known, dict):
            return known
    return {}


def write_mark(data: Path, **known: Any) -> None:
    setup.write_whole(data / MARK, json.dumps(known))


def maps(data: Path) -> list[Path]:
    """The files of the districts' maps; one that could not be drawn is tried again at the next start."""
    content = tomllib.loads((ROOT / "demo" / "content.toml").read_text(encoding="utf-8"))
    return [data / "tiles" / f"{district['slug']}.pmtiles" for district in content["district"]]


def require_stopped(running: IO[str]) -> None:
    try:
        fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refusal(_("This demo is running; stop it before starting over.")) from None


def throw_away(data: Path) -> None:
    """Empty the folder but for what says whose it is; interrupted, the next start goes on with it."""
    write_mark(data, throwing_away=True)
    for path in data.iterdir():
        if path.name in {MARK, RUNNING}:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    write_mark(data)


def use(data: Path, port: int) -> None:
    """Settings of the demo, for this process and those it starts. Its database is always its own file."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["KONTOR_DATA"] = str(data)
    os.environ["KONTOR_SHOW_MAIL"] = "1"
    os.environ["KONTOR_MAIL_REPLY"] = MAIL_REPLY
    os.environ["KONTOR_URL"] = f"http://localhost:{port}"


def wait_until_it_answers(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://{web_server.HOST}:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise Refusal(_("The web server did not answer; start the demo again."))


def stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def interrupt(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
