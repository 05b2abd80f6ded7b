"""The installation as visitors reach it: the whole application with published pages before it, without a server."""

import gzip
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import set_script_prefix
from django.utils import translation

from kiezkontor.config.publishing import Marked, Moment, Publishing
from kiezkontor.shared.published import Published


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.split()[0])
        self.headers = {name.lower(): value for name, value in headers}
        packed = self.headers.get("content-encoding") == "gzip"
        self.raw = body
        self.text = (gzip.decompress(body) if packed else body).decode(errors="replace")


class Site:
    """The installation behind published pages; `rendered` are the paths the application was asked for."""

    def __init__(self, folder: Any) -> None:
        self.rendered: list[str] = []
        self.application = get_wsgi_application()
        self.folder = folder
        self.restart()

    def restart(self) -> None:
        moment = Moment()
        self.publishing = Publishing(Marked(self.render, moment), Published(self.folder), moment)

    def render(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.rendered.append(environ["PATH_INFO"])
        return self.application(environ, start_response)

    def ask(self, path: str, method: str = "GET", **environ: str) -> Answer:
        begun: list[Any] = []
        path, _mark, query = path.partition("?")
        given = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SCRIPT_NAME": "", "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(), **environ,
        }  # fmt: skip
        body = self.publishing(given, lambda *said: begun.append(said))
        whole = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        set_script_prefix("/")
        translation.activate("de")
        status, headers, *_error = begun[-1]
        return Answer(status, headers, whole)

    def renders(self, path: str, **environ: str) -> bool:
        before = len(self.rendered)
        self.ask(path, **environ)
        return len(self.rendered) > before
