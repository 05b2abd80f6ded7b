import subprocess
import sys
from typing import Any

from kiezkontor.config.folders import ROOT
from kiezkontor.shared.commands import KontorCommand, gettext_noop

# The second run over the templates settles what the first one moved.
PROGRAMS = [
    ["ruff", "check", "--fix", "--quiet", "--exit-zero", ".", "kontor"],
    ["ruff", "format", "--quiet", ".", "kontor"],
    ["djlint", "--reformat", "--quiet", "kiezkontor"],
    ["djlint", "--reformat", "--quiet", "kiezkontor"],
]


class Command(KontorCommand):
    help = gettext_noop("Format Python and templates the way the checks want them.")
    developers_only = True
    needs_data = False
    needs_house = False

    def handle(self, *args: Any, **options: Any) -> None:
        for arguments in PROGRAMS:
            subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=False)
