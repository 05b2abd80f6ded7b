"""Whoever asks what a command does reads one language, that of the command's answers."""

import ast
import subprocess
import sys
from argparse import SUPPRESS
from typing import Any

import pytest
from django.core.management import load_command_class
from django.utils import translation

from kiezkontor.config.cli import commands
from kiezkontor.config.folders import PACKAGE, ROOT

# Words that are the same in both languages.
SAME = {"lint, types, rules, web, browser"}


def listed() -> dict[str, Any]:
    loaded: dict[str, Any] = {
        name: load_command_class(f"kiezkontor.{area}", name.replace(" ", "_")) for name, area in commands().items()
    }
    return {name: command for name, command in loaded.items() if not command.internal}


def helped(command: Any, name: str, language: str) -> list[str]:
    """Every sentence of a command's help, the frame's included."""
    with translation.override(language):
        parser = command.create_parser("kontor", name)
        about = [group.title for group in parser._action_groups]
        about += [action.help for action in parser._actions if action.help != SUPPRESS]
        return [parser.format_usage()[:7], parser.description, *about]


@pytest.mark.parametrize("name", sorted(listed()))
def test_all_of_a_help_is_in_the_language_of_the_answers(name):
    command = listed()[name]
    german, english = helped(command, name, "de"), helped(command, name, "en")
    assert None not in german
    left = {said for said, other in zip(german, english, strict=True) if said == other}
    assert left <= SAME


def test_the_list_of_commands_says_of_each_what_its_help_says():
    printed = subprocess.run([sys.executable, str(ROOT / "kontor")], capture_output=True, text=True, check=True).stdout
    lines = {line[2:18].strip(): line[18:].strip() for line in printed.splitlines() if line.startswith("  ")}
    with translation.override("de"):
        about = {name: command.create_parser("kontor", name).description for name, command in listed().items()}
    assert lines == about
    assert "Commands" not in printed


def test_no_help_is_left_unmarked():
    for name, area in commands().items():
        file = PACKAGE / area / "management" / "commands" / f"{name.replace(' ', '_')}.py"
        tree = ast.parse(file.read_text(encoding="utf-8"))
        said = [keyword.value for node in ast.walk(tree) if isinstance(node, ast.Call) for keyword in node.keywords
                if keyword.arg == "help"]  # fmt: skip
        if name in listed():
            assert all(isinstance(value, ast.Call) for value in said), file
