"""Reading a file from another website without being led into our own network.

Names are looked up once; only addresses of the public internet are connected to, also after a redirect, and exactly the
address that was looked at, so that a name cannot mean another machine a moment later.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_BYTES = 5_000_000
SECONDS = 20.0
MOST_REDIRECTS = 4
CHUNK = 65_536
PORTS = {"http": http.client.HTTP_PORT, "https": http.client.HTTPS_PORT}
AGENT = "Kiezkontor (calendar)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Addresses in which others are written: those of version 4, and those a network translates.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Trouble(StrEnum):
    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    STATUS = "status"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"


class NotFetched(Exception):
    """status: what the website answered, 0 where it did not."""

    def __init__(self, trouble: Trouble, status: int = 0) -> None:
        super().__init__(f"{trouble} {status or ''}".strip())
        self.trouble, self.status = trouble, status


@dataclass(frozen=True)
class Fetched:
    """body: None where nothing has changed since. etag, changed: to ask with the next time, "" for none."""

    body: bytes | None
    etag: str = ""
    changed: str = ""


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if found in TRANSLATED:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside:
            return is_public(str(inside))
    return found.is_global and not found.is_multicast and not found.is_reserved


def fetch(url: str, *, etag: str = "", changed: str = "", seconds: float = SECONDS) -> Fetched:
    """The file at an address of the web; raises NotFetched. etag, changed: of the last time, where nothing new is read.

    seconds: for all of it, with redirects.
    """
    until = time.monotonic() + seconds
    headers = {"User-Agent": AGENT, "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "identity"}
    headers |= {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", changed)) if value}
    for _number in range(MOST_REDIRECTS + 1):
        try:
            answer = _ask(parts_of(url), headers, until)
            if isinstance(answer, Fetched):
                return answer
            url = urljoin(url, answer)
        except TimeoutError as error:
            raise NotFetched(Trouble.TOO_SLOW) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotFetched(Trouble.UNREACHABLE) from error
    raise NotFetched(Trouble.UNREACHABLE)


def parts_of(url: str) -> SplitResult:
    """Raises NotFetched for what is no plain address of the web at its usual port."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise NotFetched(Trouble.ADDRESS) from error
    usual = PORTS.get(parts.scheme)
    if usual is None or port not in {None, usual} or not parts.hostname or parts.username or parts.password:
        raise NotFetched(Trouble.ADDRESS)
    return parts


def _ask(parts: SplitResult, headers: dict[str, str], until: float) -> Fetched | str:
    """What came, or the address it is at instead."""
    host = parts.hostname or ""
    line = _connected(host, parts.scheme, until)
    # A website that sends a letter now and then would never run into the socket's own limit.
    given_up = threading.Timer(_left(until), _hang_up, [line.sock])
    given_up.daemon = True
    given_up.start()
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        line.request("GET", _written(path), headers=headers)
        answer = line.getresponse()
        if answer.status in REDIRECTS and answer.getheader("Location"):
            return str(answer.getheader("Location"))
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return Fetched(None, headers.get("If-None-Match", ""), headers.get("If-Modified-Since", ""))
        if answer.status != HTTPStatus.OK:
            raise NotFetched(Trouble.STATUS, answer.status)
        body = _read(answer, line, until)
        return Fetched(body, (answer.getheader("ETag") or "")[:200], (answer.getheader("Last-Modified") or "")[:100])
    except (OSError, http.client.HTTPException):
        _left(until)
        raise
    finally:
        given_up.cancel()
        line.close()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _written(path: str) -> str:
    """An address may hold letters no request may."""
    return "".join(each if "!" <= each <= "~" else "".join(f"%{byte:02X}" for byte in each.encode()) for each in path)


def _connected(host: str, scheme: str, until: float) -> http.client.HTTPConnection:
    """A line to the first address of a host that answers; raises NotFetched where one of them is not public."""
    found = socket.getaddrinfo(host, PORTS[scheme], type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotFetched(Trouble.ADDRESS)
    line = http.client.HTTPConnection(host, timeout=_left(until))
    line.sock = _socket_to(addresses, PORTS[scheme], until)
    if scheme == "https":
        line.sock = ssl.create_default_context().wrap_socket(line.sock, server_hostname=host)
    return line


def _socket_to(addresses: list[str], port: int, until: float) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout=min(_left(until), 5))
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout=_left(until))


def _read(answer: http.client.HTTPResponse, line: http.client.HTTPConnection, until: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        if line.sock is not None:
            line.sock.settimeout(_left(until))
        piece = answer.read1(CHUNK)
        if not piece:
            _left(until)
            if answer.length:
                raise http.client.IncompleteRead(b"", answer.length)
            return b"".join(pieces)
        size += len(piece)
        if size > MOST_BYTES:
            raise NotFetched(Trouble.TOO_LARGE)
        pieces.append(piece)
        _left(until)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
