"""Answers of a WSGI application, read whole and sent again."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kiezkontor.shared.published import Headers, Page

# Of one body or connection; the server sets them.
NOT_KEPT = frozenset({"content-length", "date", "etag"})

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]
type Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def kept_headers(headers: Headers) -> Headers:
    """What is said of the page in all its encodings."""
    kept = [(name, value) for name, value in headers if name.lower() not in NOT_KEPT]
    varies = [value for name, value in kept if name.lower() == "vary"]
    others = [(name, value) for name, value in kept if name.lower() != "vary"]
    return [*others, ("Vary", ", ".join([*varies, "Accept-Encoding"]))]


def read_at_most(body: Iterable[bytes], most: int) -> tuple[bytes, Iterator[bytes] | None]:
    """The whole body, or its beginning and the rest where it is longer."""
    parts = iter(body)
    found: list[bytes] = []
    size = 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > most:
            return b"".join(found), parts
    return b"".join(found), None


class Several:
    """A body put together, which closes what it came from."""

    def __init__(self, parts: Iterator[bytes], origin: Iterable[bytes]) -> None:
        self.parts = parts
        self.origin = origin

    def __iter__(self) -> Iterator[bytes]:
        return self.parts

    def close(self) -> None:
        close(self.origin)


def close(body: Iterable[bytes]) -> None:
    closing = getattr(body, "close", None)
    if closing is not None:
        closing()


def answer(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    headers = [*page.headers, ("ETag", page.etag)]
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [one for one in headers if one[0] != "Content-Type"])
        return [b""]
    body = page.body
    if page.packed and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = page.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
