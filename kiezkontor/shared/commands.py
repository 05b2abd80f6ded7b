"""What all commands of `kontor` share: JSON out, one sentence on failure, exit status 0 or 2."""

import errno
import json
import os
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable
from typing import Any, NoReturn

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter, SystemCheckError
from django.db import DatabaseError, connections
from django.utils.translation import gettext

from kiezkontor.shared.errors import ActionRefused

FAILED = 2
# EX_TEMPFAIL of sysexits.h: a mail server tries again.
TRY_AGAIN = 75
INTERRUPTED = 130

before_commands: list["Callable[[KontorCommand], None]"] = []
"""What the way in from the shell does before a command runs, such as preparing an empty data folder."""


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogue; Django's own asks for settings, which not every command has."""
    return text


class KontorCommand(BaseCommand):
    """A command for people and scripts: results as JSON on standard output, messages on standard error.

    What is said and `--help` are in the language of the installation; what developers alone read meanwhile and what is
    wrong with the words of the command line are English. Help is written in English and marked with gettext_noop.
    Expected failures (CommandError, ActionRefused, files, network, an unreachable database) end a run from the shell
    with one sentence and status 2. A call through `call_command` gets
    the exception itself.
    """

    needs_data = True
    """True: `kontor` brings the data folder's database up to date before the command runs."""
    failed = FAILED
    """Exit status of an expected failure. Read by the way in, too, for what fails before the command runs."""
    developers_only = False
    """True: `kontor` installs the tools of requirements/dev.txt before the command runs."""
    needs_house = True
    """False: the command runs without loading settings and areas, so also when one of them is broken."""
    internal = False
    """True: a building block of other commands that `kontor` does not list."""

    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, formatter_class=Help, **kwargs)
        translate_help(parser)
        if getattr(self, "_called_from_command_line", False):
            parser.error = one_sentence_for(parser)  # type: ignore[method-assign]  # this one parser
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        self._called_from_command_line = True
        options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
        try:
            for prepare in before_commands:
                prepare(self)
            self.execute(*options.pop("args", ()), **options)
            self.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FAILED)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except Exception as error:
            sentence = sentence_for(error)
            if sentence is None or options["traceback"]:
                raise
            sys.stdout.flush()
            print(sentence, file=sys.stderr)
            sys.exit(self.failed)
        finally:
            if self.needs_house:
                connections.close_all()

    def write_json(self, value: Any) -> None:
        """One line of JSON on standard output, readable German letters, keys in the order given."""
        self.stdout.write(json.dumps(value, ensure_ascii=False))

    def say(self, message: str) -> None:
        """One line for the person watching, on standard error."""
        if not getattr(self, "silent", False):
            self.stderr.write(message, lambda text: text)


class Help(DjangoHelpFormatter):
    """The frame of a command's help in the language of the installation."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or said(gettext_noop("usage: ")))


def translate_help(parser: ArgumentParser) -> None:
    """Everything `--help` prints, which the commands hold as marked English sentences."""
    frame = {
        "positional arguments": gettext_noop("positional arguments"),
        "options": gettext_noop("options"),
        "show this help message and exit": gettext_noop("show this help and do nothing else"),
    }
    parser.description = said(parser.description) if parser.description else None
    for group in parser._action_groups:
        group.title = said(frame.get(group.title or "", group.title or ""))
    for action in parser._actions:
        if action.help and action.help != SUPPRESS:
            action.help = said(frame.get(action.help, action.help))


def one_sentence_for(parser: ArgumentParser) -> Any:
    def error(message: str) -> NoReturn:
        print(f"{parser.prog}: {message}. See: {parser.prog} --help", file=sys.stderr)
        sys.exit(FAILED)

    return error


def said(sentence: str, **values: object) -> str:
    """A sentence in the language of the installation; in English where the house is not loaded or broken."""
    return (gettext(sentence) if apps.ready else sentence) % values


def sentence_for(error: BaseException) -> str | None:
    """What to tell a person about an expected failure; None for a defect that deserves its traceback."""
    if isinstance(error, SystemCheckError | CommandError | ActionRefused | ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError):
        return database_sentence(error)
    if isinstance(error, UnicodeError):
        return said(gettext_noop("The file is not readable as UTF-8 text."))
    if isinstance(error, OSError):
        return file_sentence(error)
    return None


DISK_FULL = gettext_noop("The disk is full; free some space and run the command again.")
REASONS = {
    errno.ENOENT: gettext_noop("%(file)s: there is no such file or folder."),
    errno.EACCES: gettext_noop("%(file)s: this account may not read or write it."),
    errno.EISDIR: gettext_noop("%(file)s: this is a folder, not a file."),
    errno.ENOTDIR: gettext_noop("%(file)s: a part of this path is a file, not a folder."),
    errno.EROFS: gettext_noop("%(file)s: nothing can be written there."),
}


def file_sentence(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return said(DISK_FULL)
    if error.filename and error.errno in REASONS:
        return said(REASONS[error.errno], file=error.filename)
    reason = (error.strerror or str(error) or type(error).__name__).rstrip(".")
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def database_sentence(error: DatabaseError) -> str | None:
    text = " ".join(str(error).split())
    lowered = text.lower()
    if "disk is full" in lowered or "no space left" in lowered:
        return said(DISK_FULL)
    if "database is locked" in lowered or "deadlock detected" in lowered:
        return said(gettext_noop("The database is busy with another writer; run the command again."))
    if "malformed" in lowered or "not a database" in lowered:
        return said(gettext_noop("The database file is damaged; restore a backup with: kontor restore FILE --replace"))
    expected = (
        "connection",
        "connect",
        "server closed",
        "authentication",
        "unable to open",
        "readonly",
        "does not exist",
        "disk i/o",
    )
    if type(error).__name__ == "OperationalError" and any(word in lowered for word in expected):
        return said(gettext_noop("The database cannot be used: %(reason)s."), reason=text.rstrip(".?"))
    return None
