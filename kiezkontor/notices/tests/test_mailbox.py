import logging
import re
import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from kiezkontor.config import env
from kiezkontor.notices import imap
from kiezkontor.notices.models import IncomingMail

pytestmark = pytest.mark.django_db


class Server(socketserver.ThreadingTCPServer):
    """A mailbox with mails by number; remembers which were seen and what was asked."""

    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mails = {}
        self.seen = []
        self.asked = []


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command = line.decode().strip().split(" ", 1)
            self.server.asked.append(command)
            self.answer(tag, command)

    def answer(self, tag, command):
        server, done = self.server, "OK done"
        if command == "CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif command.startswith("LOGIN"):
            done = "OK done" if 'LOGIN kontor "geheim"' in command else "NO wrong password"
        elif command.startswith("SELECT"):
            self.wfile.write(b"* %d EXISTS\r\n" % len(server.mails))
        elif command.startswith("UID SEARCH"):
            unseen = [uid for uid in server.mails if uid not in server.seen]
            self.wfile.write(f"* SEARCH {' '.join(unseen)}\r\n".encode())
        elif found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            raw = server.mails[found[1]][: int(found[2])]
            self.wfile.write(b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n" % (found[1].encode(), len(raw)) + raw + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS", command):
            server.seen.append(found[1])
        self.wfile.write(f"{tag} {done}\r\n".encode())


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[Server]:
    cache.clear()
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"imap://kontor:geheim@127.0.0.1:{server.server_address[1]}/Antworten?tls=0"
        monkeypatch.setenv("KONTOR_IMAP_URL", url)
        settings.MAILBOX = env.mailbox("KONTOR_IMAP_URL")
        yield server
        server.shutdown()


def mail(number):
    return b"From: a@example.org\r\nMessage-ID: <%d@example.org>\r\nSubject: Nr. %d\r\n\r\nHallo\r\n" % (number, number)


def test_mails_are_stored_and_then_marked_as_seen(server):
    server.mails = {"4": mail(1), "9": mail(2), "11": mail(1)}
    assert imap.fetch_mail.call() == 2
    assert server.seen == ["4", "9", "11"]
    assert 'SELECT "Antworten"' in server.asked
    assert IncomingMail.objects.count() == 2
    assert imap.fetch_mail.call() == 0


def test_a_mail_that_could_not_be_stored_stays_unseen(server, monkeypatch):
    def full(raw):
        raise OperationalError("disk is full")

    server.mails = {"1": mail(1)}
    monkeypatch.setattr(imap, "store", full)
    with pytest.raises(OperationalError):
        imap.fetch_mail.call()
    assert server.seen == []
    monkeypatch.undo()
    assert imap.fetch_mail.call() == 1


def test_a_mail_that_was_stored_but_not_marked_is_not_taken_twice(server):
    server.mails = {"1": mail(1)}
    imap.fetch_mail.call()
    server.seen.clear()
    assert imap.fetch_mail.call() == 0
    assert IncomingMail.objects.count() == 1


def test_of_a_very_large_mail_the_beginning_is_taken(server):
    server.mails = {"1": mail(1) + b"x" * 30_000_000}
    assert imap.fetch_mail.call() == 1
    assert server.seen == ["1"]


def test_a_mailbox_that_is_away_is_named_once_and_asked_again(server, settings, caplog):
    port = settings.MAILBOX["port"]
    settings.MAILBOX = settings.MAILBOX | {"port": 9}
    with caplog.at_level(logging.WARNING):
        assert [imap.fetch_mail.call() for _each in range(3)] == [0, 0, 0]
    assert len([record for record in caplog.records if "No mail could be fetched" in record.message]) == 1
    assert "geheim" not in caplog.text
    server.mails = {"1": mail(1)}
    settings.MAILBOX = settings.MAILBOX | {"port": port}
    assert imap.fetch_mail.call() == 1


def test_a_wrong_password_is_named_and_breaks_nothing(server, settings, caplog):
    settings.MAILBOX = settings.MAILBOX | {"password": "falsch"}
    assert imap.fetch_mail.call() == 0
    assert "No mail could be fetched" in caplog.text
    assert "falsch" not in caplog.text


def test_where_no_mailbox_is_named_nothing_is_asked(settings):
    settings.MAILBOX = None
    assert imap.fetch_mail.call() == 0


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("", None),
        ("imaps://a%40b.example:p%2Fw@mail.example/INBOX", ("mail.example", 993, "a@b.example", "p/w", "INBOX", "tls")),
        ("imap://a:b@mail.example", ("mail.example", 143, "a", "b", "INBOX", "starttls")),
        ("imap://a:b@localhost:1143/x/y?tls=0", ("localhost", 1143, "a", "b", "x/y", "none")),
    ],
)
def test_how_a_mailbox_is_named(monkeypatch, url, read):
    monkeypatch.setenv("KONTOR_IMAP_URL", url)
    found = env.mailbox("KONTOR_IMAP_URL")
    assert (tuple(found.values()) if found else None) == read


@pytest.mark.parametrize("url", ["pop3://a:b@x.example", "imaps://x.example", 'imaps://a:b@x.example/x"y', "x"])
def test_a_mailbox_that_is_none_stops_the_start(monkeypatch, url):
    monkeypatch.setenv("KONTOR_IMAP_URL", url)
    with pytest.raises(ImproperlyConfigured, match="KONTOR_IMAP_URL"):
        env.mailbox("KONTOR_IMAP_URL")
