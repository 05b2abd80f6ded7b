from typing import Any

from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("Bring the German catalogues up to date with the sources, and compile them.")
    developers_only = True
    needs_data = False
    needs_house = False

    def handle(self, *args: Any, **options: Any) -> None:
        from kiezkontor.config import catalogues, setup

        borrowed = catalogues.all_translations()
        for area in catalogues.areas():
            missing = catalogues.update(area, borrowed)
            if missing:
                self.say(f"{area}: {missing} sentences are not translated yet.")
        self.say(f"{setup.messages()} catalogues compiled.")
