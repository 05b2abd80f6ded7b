"""The web server's start: which program, with what, and whether its port is free."""

import errno
import os
import socket
import sys

from kiezkontor.config import env
from kiezkontor.config.setup import Refusal, _

HOST = "127.0.0.1"
PORT = 8000


def arguments(host: str, port: int) -> list[str]:
    """The program and its arguments. Two processes with four threads each serve pages and tiles side by side."""
    workers = env.number("KONTOR_WEB_PROCESSES", 2, at_least=1)
    threads = env.number("KONTOR_WEB_THREADS", 4, at_least=1)
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    program += ["--workers", str(workers), "--blocking-threads", str(threads), "--no-ws"]
    # A process that is asked to stop while it still starts would otherwise be waited for without end.
    program += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"]
    program += ["kiezkontor.config.wsgi:application"]
    return program


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


def become(host: str, port: int) -> None:
    """Turn this process into the web server."""
    program = arguments(host, port)
    os.execv(program[0], program)
