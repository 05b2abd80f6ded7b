"""The way in: `kontor import osm FILE` runs the management command `import_osm` of the area that has it."""

import difflib
import os
import sys
import traceback

from django.core.management import load_command_class

from kiezkontor.config.folders import PACKAGE
from kiezkontor.shared.commands import FAILED, TRY_AGAIN, before_commands, sentence_for


def commands() -> dict[str, str]:
    """Name as typed ("import osm") → area, for every command of the house."""
    files = PACKAGE.glob("*/management/commands/[!_]*.py")
    return {file.stem.replace("_", " "): file.parts[-4] for file in sorted(files)}


def split(arguments: list[str], known: dict[str, str]) -> tuple[str, list[str]] | None:
    """The longest leading words that name a command, and the rest; None when there is no such command."""
    words = [word.replace("-", " ").replace("_", " ") for word in arguments[:3]]
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in known:
            return name, arguments[count:]
    return None


def unknown(arguments: list[str], known: dict[str, str]) -> str:
    typed = " ".join(arguments[:2])
    close = difflib.get_close_matches(typed, known, n=1) or difflib.get_close_matches(arguments[0], known, n=1)
    hint = f" Did you mean: kontor {close[0]}?" if close else ""
    return f"There is no command '{typed}'; ./kontor lists what exists.{hint}"


def needs_house(area: str, module_name: str) -> bool:
    """Read, not imported: most commands can only be imported once the areas are loaded."""
    file = PACKAGE / area / "management" / "commands" / f"{module_name}.py"
    return "needs_house = False" not in file.read_text(encoding="utf-8")


def status_of_failure(area: str, module_name: str) -> int:
    """Read as above: what a command's caller is told when it could not even be loaded."""
    file = PACKAGE / area / "management" / "commands" / f"{module_name}.py"
    return TRY_AGAIN if "failed = TRY_AGAIN" in file.read_text(encoding="utf-8") else FAILED


def main(arguments: list[str]) -> int:
    known = commands()
    found = split(arguments, known) if arguments else None
    if found is None:
        print(unknown(arguments or ["nothing"], known), file=sys.stderr)
        return FAILED
    name, rest = found
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiezkontor.config.settings")
    area, module_name = known[name], name.replace(" ", "_")
    try:
        if needs_house(area, module_name) or {"-h", "--help"}.intersection(rest):
            import django

            from kiezkontor.config import setup

            setup.messages()  # before the areas are loaded: what was read without its words stays without them
            django.setup()
            before_commands.append(setup.prepare_for)
        load_command_class(f"kiezkontor.{area}", module_name).run_from_argv(["kontor", name, *rest])
    except Exception as error:
        sentence = sentence_for(error)
        status = status_of_failure(area, module_name)
        if status == FAILED and (sentence is None or "--traceback" in rest):
            raise
        print(sentence or traceback.format_exc(), file=sys.stderr)
        return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
