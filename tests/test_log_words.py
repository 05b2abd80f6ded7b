"""Whatever is written to the log can be read there."""

import ast
import re
from collections.abc import Iterator

from kiezkontor.audit.sentences import vocabulary
from kiezkontor.config.folders import PACKAGE

VERB = re.compile(r"^[a-z]+\.[a-z_]+$")
WRITERS = {"record", "record_many", "change"}


def verbs() -> Iterator[str]:
    """Every verb handed to the functions that write the log, and those kept in a constant VERB."""
    for file in PACKAGE.rglob("*.py"):
        if {"tests", "migrations"} & set(file.parts):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found: list[ast.expr] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS:
                found = node.args
            elif isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "VERB" for name in node.targets):
                found = [node.value]
            for value in found:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and VERB.match(value.value):
                    yield value.value


def test_every_deed_reads_as_a_sentence():
    written = set(verbs())
    assert len(written) > 20
    assert written - set(vocabulary.sentences) == set()
