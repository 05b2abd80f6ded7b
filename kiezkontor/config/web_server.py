"""The web server's start: which program, with what, and whether its port is free."""

import errno
import gc
import multiprocessing
import os
import socket
import sys
from importlib import import_module

import django
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from kiezkontor.config import env
from kiezkontor.config.setup import Refusal, _
from kiezkontor.config.tls import Certificates
from kiezkontor.directory.rules import phrases

HOST = "127.0.0.1"
PORT = 8000
APPLICATION = "kiezkontor.config.wsgi:application"
# Loaded only once Django is set up.
MODULES = ("kiezkontor.config.urls", "kiezkontor.config.district_urls")


def arguments(host: str, port: int, application: str = APPLICATION) -> list[str]:
    """The web server as a program of its own. Raises ImproperlyConfigured where a setting of it is no number."""
    sizes()
    return [sys.executable, "-m", "kiezkontor.config.web_server", host, str(port), application]


def run(host: str, port: int, application: str = APPLICATION, *, certificates: Certificates | None = None) -> None:
    """Be the web server until somebody stops it. Two processes with two threads each serve pages and tiles.

    What our own pages need is loaded before the processes part, so that they start at once and share its memory.
    """
    workers, threads = sizes()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        if application == APPLICATION:
            load()
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        respawn_failed_workers=True,
        # A process that is asked to stop while it still starts would otherwise be waited for without end.
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        ssl_cert=certificates.certificate if certificates else None,
        ssl_key=certificates.key if certificates else None,
    ).serve()


def sizes() -> tuple[int, int]:
    """How many processes, and threads of each."""
    processes = env.number("KONTOR_WEB_PROCESSES", 2, at_least=1)
    return processes, env.number("KONTOR_WEB_THREADS", 2, at_least=1)


def load() -> None:
    """Load the pages and the table of words, and put everything out of reach of what frees memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiezkontor.config.settings")
    django.setup()
    for module in MODULES:
        import_module(module)
    import_module("kiezkontor.config.publishing").release()
    phrases.by_token()
    connections.close_all()
    gc.collect()
    gc.freeze()


def require_free(host: str, port: int) -> None:
    """Raises Refusal with one sentence when the server could not listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(found[0], socket.SOCK_STREAM) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(found[4])
    except OverflowError as error:
        raise Refusal(_("There is no port %(port)s; ports run from 1 to 65535."), port=port) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = _("Port %(port)s is in use; choose another with --port %(next)s.")
            raise Refusal(sentence, port=port, next=port + 1) from error
        sentence = _("The server cannot listen at %(host)s:%(port)s: %(reason)s.")
        raise Refusal(sentence, host=host, port=port, reason=error.strerror) from error


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), sys.argv[3])
