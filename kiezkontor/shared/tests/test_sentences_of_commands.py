"""What a command says when something outside of it fails: one sentence, in the language of the installation."""

import errno

import pytest
from django.db import OperationalError

from kiezkontor.shared.commands import sentence_for


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationalError("database is locked"), "Die Datenbank ist mit anderem Schreiben beschäftigt;"),
        (OperationalError("deadlock detected\nDETAIL: Process 7 waits"), "Die Datenbank ist mit anderem Schreiben"),
        (OperationalError("connection refused"), "Die Datenbank kann nicht benutzt werden: connection refused."),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "weg.zip"), "weg.zip: Diese Datei oder diesen"),
        (PermissionError(errno.EACCES, "Permission denied", "zu.zip"), "zu.zip: Dieses Konto darf das nicht"),
        (OSError(errno.ENOSPC, "No space left on device"), "Der Datenträger ist voll;"),
        (UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"), "Die Datei ist nicht als UTF-8-Text lesbar."),
    ],
)
def test_what_fails_outside_is_said_in_one_sentence(error, sentence):
    said = sentence_for(error)
    assert said is not None
    assert said.startswith(sentence)
    assert "\n" not in said


def test_a_defect_is_no_sentence():
    assert sentence_for(ZeroDivisionError()) is None
