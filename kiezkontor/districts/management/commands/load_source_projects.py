from typing import Any

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.actions.source_projects import load_source_projects
from kiezkontor.shared.commands import KontorCommand


class Command(KontorCommand):
    help = "Put the districts and projects of the five sources into this installation; what is there stays."
    internal = True

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_source_projects(by=system_viewer("content"))
        self.write_json({"districts": loaded.districts, "projects": loaded.projects})
