"""Small readers for settings from the environment; a wrong value names the setting and stops the start."""

import contextlib
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from kiezkontor.config.folders import PRIVATE_FOLDER

SQLITE_OPTIONS: Mapping[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=268435456;PRAGMA cache_size=-16000;PRAGMA wal_autocheckpoint=4000;"
    ),
}


def text(name: str, default: str) -> str:
    """The default where it is not set or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and the empty string."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int, *, at_least: int = 0) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {at_least}, not {value!r}.")
    return int(value)


def folder(name: str, default: Path) -> Path | None:
    """A folder's absolute path; None where the setting is 0 or empty."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value in {"0", ""}:
        return None
    if not Path(value).is_absolute():
        raise ImproperlyConfigured(f"{name} must be the absolute path of a folder or 0, not {value!r}.")
    return Path(value)


def words(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [word.strip() for word in value.split(",") if word.strip()]


def some_of(name: str, known: Collection[str]) -> frozenset[str]:
    """The words of a list, each of which has to be known; none when unset."""
    given = frozenset(words(name, []))
    if unknown := given - set(known):
        raise ImproperlyConfigured(f"{name} may name {', '.join(sorted(known))}, not {', '.join(sorted(unknown))}.")
    return given


def database(name: str, data: Path) -> dict[str, Any]:
    """Django's database settings from `postgres://user:password@host:port/name` or `sqlite:///path`.

    Unset: the SQLite file kiezkontor.sqlite3 in the data folder.
    A PostgreSQL socket folder goes into `?host=/folder`.
    """
    url = os.environ.get(name, "")
    if not url:
        return sqlite(data / "kiezkontor.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path.removeprefix("/")) or ":memory:"))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with postgres:// or sqlite://, not {parts.scheme!r}.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c jit=off -c random_page_cost=1.1", **options},
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "kiezkontor.config.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(SQLITE_OPTIONS),
        "TEST": {"NAME": ":memory:"},
    }


def mailer(name: str, folder: Path) -> dict[str, Any]:
    """Django's mail settings from `smtp://user:password@host:587` (STARTTLS) or `smtps://…@host:465` (TLS).

    `?tls=0` sends in the clear, for a server on the same machine. Unset: mails are written as files into `folder`.
    """
    url = os.environ.get(name, "")
    if not url:
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(folder)}}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@host:587, not {parts.scheme!r}.")
    in_the_clear = dict(parse_qsl(parts.query)).get("tls") == "0"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and not in_the_clear,
            "timeout": 20,
        },
    }


def address(name: str) -> str:
    """An e-mail address of ours that may be followed by a plus and a word; empty where none is given."""
    value = os.environ.get(name, "")
    if value and not re.fullmatch(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+", value):
        raise ImproperlyConfigured(
            f"{name} must look like antwort@example.org, at most 20 signs before the @, not {value!r}."
        )
    return value


def mailbox(name: str) -> dict[str, Any] | None:
    """A mailbox from `imaps://user:password@host/folder` (TLS) or `imap://…` (STARTTLS); None where none is named.

    `?tls=0` asks in the clear, for a server on the same machine.
    """
    url = os.environ.get(name, "")
    if not url:
        return None
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    named = parts.hostname and parts.username and parts.password
    if parts.scheme not in {"imap", "imaps"} or not named or re.search(r'["\\\x00-\x1f]', folder):
        raise ImproperlyConfigured(f"{name} must look like imaps://user:password@host/folder.")
    in_the_clear = dict(parse_qsl(parts.query)).get("tls") == "0"
    plain = "none" if in_the_clear else "starttls"
    return {
        "host": parts.hostname,
        "port": parts.port or (993 if parts.scheme == "imaps" else 143),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "folder": folder,
        "security": "tls" if parts.scheme == "imaps" else plain,
    }


def secret_key(data: Path) -> str:
    """KONTOR_SECRET_KEY, or a key made once and kept in the data folder."""
    given = os.environ.get("KONTOR_SECRET_KEY")
    if given:
        return given
    file = data / "secret-key"
    if not file.exists():
        from django.core.management.utils import get_random_secret_key

        data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        partial = file.with_suffix(f".{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_text(get_random_secret_key())
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(partial, file)
        partial.unlink()
    return file.read_text().strip()
