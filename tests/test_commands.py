import ast
import fcntl
import json
import os
import runpy
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kiezkontor.config.folders import ROOT
from tests.installations import Installation

pytestmark = [pytest.mark.installation, pytest.mark.own_sqlite]


@pytest.fixture
def new(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "new")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_an_empty_data_folder_prepares_itself_and_answers_are_json(new, tmp_path):
    assert not new.data.exists()
    done = new.command("backup", str(tmp_path / "backup.zip"))
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"file", "tables", "rows"}
    assert "Die Datenbank wird vorbereitet" in done.stderr
    assert (new.data / "kiezkontor.sqlite3").exists()


def modes(folder: Path) -> dict[str, int]:
    """The folder and the files of its database, by what others may do with them."""
    files = [folder, *folder.glob("kiezkontor.sqlite3*")]
    return {file.name: file.stat().st_mode & 0o777 for file in files}


def test_nobody_else_on_the_machine_reads_the_data(new):
    new.answer("operator", "otto@example.org")
    assert modes(new.data) == {"new": 0o700, "kiezkontor.sqlite3": 0o600}
    (new.data / "kiezkontor.sqlite3").chmod(0o644)
    new.answer("operator", "otto@example.org")
    assert modes(new.data)["kiezkontor.sqlite3"] == 0o600


def test_the_first_administrator_needs_no_password(new):
    assert new.answer("operator", "Otto@Example.org", "--name", "Otto") == {"email": "otto@example.org", "name": "Otto"}
    assert new.answer("operator", "otto@example.org") == {"email": "otto@example.org", "name": "Otto"}
    found = new.python(
        "from kiezkontor.accounts.models import Person\n"
        "from kiezkontor.audit.models import AuditEntry\n"
        "otto = Person.objects.get()\n"
        "print(otto.is_operator, otto.has_usable_password(), list(AuditEntry.objects.values_list('verb', flat=True)))\n"
    )
    assert found.strip() == "True False ['person.made_operator']"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["exports"], "There is no command 'exports'; ./kontor lists what exists."),
        (["restor", "x.zip"], "Did you mean: kontor restore?"),
        (["backup"], "kontor backup: the following arguments are required: file."),
        (["serve", "--port", "acht"], "argument --port: invalid int value: 'acht'."),
        (["restore", "missing.zip"], "missing.zip: Diese Datei oder diesen Ordner gibt es nicht."),
        (["operator", "otto"], "argument email: otto is not an e-mail address."),
        (["operator", f"otto@{'o' * 60}.{'t' * 60}.{'o' * 60}.{'t' * 60}.{'o' * 60}.org"], "is not an e-mail address."),
        (["operator", "otto@example.org", "--name", "O" * 121], "argument --name: it may have 120 characters at most."),
        (["test", "everything"], "There is no check 'everything'"),
    ],
)
def test_mistakes_are_answered_in_one_sentence(new, arguments, sentence):
    assert sentence in one_sentence(new.command(*arguments))


def test_a_wrong_setting_is_named(tmp_path):
    wrong = Installation(tmp_path / "wrong", "oracle://somewhere/")
    assert "DATABASE_URL must start with postgres:// or sqlite://" in one_sentence(wrong.command("backup", "x.zip"))


def test_an_unreachable_database_is_said_in_one_sentence(tmp_path):
    away = Installation(tmp_path / "away", f"postgres://nobody@/none?host={tmp_path}")
    assert one_sentence(away.command("backup", str(tmp_path / "x.zip"))).startswith(
        "Die Datenbank kann nicht benutzt werden:"
    )


def test_a_folder_that_cannot_be_used_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    blocked = Installation(tmp_path / "file" / "data")
    assert "a part of this path is a file" in one_sentence(blocked.command("backup", str(tmp_path / "x.zip")))


def test_a_port_in_use_is_said_in_one_sentence(new):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_sentence(new.command("demo", "--port", str(port)))
        assert said.startswith(f"Port {port} ist belegt; wählen Sie mit --port {port + 1}")
        served = new.command("serve", "--port", str(port))
    assert served.returncode == 2
    assert f"Port {port} ist belegt; wählen Sie mit --port {port + 1}" in served.stderr


def test_the_demo_leaves_folders_alone_that_are_not_its_own(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-the-mayor.txt").write_text("Sehr geehrte Frau Bürgermeisterin")
    office = Installation(tmp_path / "letters")
    assert "liegt etwas, das keine Vorführung ist" in one_sentence(office.command("demo", "--fresh", "--only-prepare"))
    assert [file.name for file in office.data.iterdir()] == ["to-the-mayor.txt"]


def test_a_running_demo_is_not_thrown_away(new):
    new.data.mkdir()
    (new.data / "demo.json").write_text("{}")
    (new.data / "entered").write_text("by somebody")
    with (new.data / "demo-running").open("a") as running:
        fcntl.flock(running, fcntl.LOCK_SH)
        assert "Diese Vorführung läuft gerade; beenden Sie sie" in one_sentence(
            new.command("demo", "--fresh", "--only-prepare")
        )
    assert (new.data / "entered").exists()


def test_visitors_reach_the_pages_that_are_served(new):
    port = free_port()
    command = [sys.executable, "-m", "kiezkontor.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=new.environment(), stderr=subprocess.PIPE, text=True)
    try:
        assert answers(f"http://127.0.0.1:{port}/", seconds=120)
    finally:
        server.terminate()
        server.communicate(timeout=60)


def answers(address: str, *, seconds: int) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.2)
    return False


def test_old_pythons_can_still_read_the_script():
    ast.parse((ROOT / "kontor").read_text(encoding="utf-8"), feature_version=(3, 7))
    assert os.access(ROOT / "kontor", os.X_OK)


def test_what_an_installer_says_in_its_own_language_is_shown_where_the_reason_is_not_known(capsys):
    script = runpy.run_path(str(ROOT / "kontor"))
    failing = "print('Downloading numpy'); print('ERROR: numpy is broken.')"
    status, output = script["run"]([sys.executable, "-c", failing])
    assert (status, capsys.readouterr().err) == (0, "")
    assert script["not_installed"](output).args[1] == "ERROR: numpy is broken"
    assert "  Downloading numpy\n  ERROR: numpy is broken.\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("Retrying after connection broken", "the network or the package index did not answer"),
    ],
)
def test_a_full_disk_and_a_broken_network_end_in_one_sentence(capsys, monkeypatch, said, why):
    script = runpy.run_path(str(ROOT / "kontor"))
    stop = script["not_installed"](said)
    assert stop.args[1] == why
    monkeypatch.setattr(sys, "argv", ["kontor", "demo"])
    script["say"](*script["not_installed"](said).args)
    [sentence] = capsys.readouterr().err.splitlines()
    assert sentence.startswith("Die Pakete ließen sich nicht installieren (")
    assert why not in sentence
