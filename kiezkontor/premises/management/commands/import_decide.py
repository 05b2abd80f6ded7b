from typing import Any

from django.core.management.base import CommandParser

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import District
from kiezkontor.districts.naming import district_named
from kiezkontor.premises.access import open_differences_in
from kiezkontor.premises.actions.imports import decide
from kiezkontor.premises.models import ImportProposal
from kiezkontor.shared.commands import KontorCommand, gettext_noop


class Command(KontorCommand):
    help = gettext_noop("List the differences a later import found, or accept or decline them, by one or all.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "ids", nargs="*", type=int, metavar="ID", help=gettext_noop("differences as listed; none means all")
        )
        parser.add_argument(
            "--district", required=True, metavar="SLUG", help=gettext_noop("short name of the district")
        )
        parser.add_argument(
            "--kind", choices=ImportProposal.Kind.values, default="", help=gettext_noop("only of this kind")
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--accept", action="store_true", help=gettext_noop("accept them"))
        which.add_argument("--decline", action="store_true", help=gettext_noop("decline them"))

    def handle(self, *args: Any, **options: Any) -> None:
        district = district_named(options["district"])
        if not (options["accept"] or options["decline"]):
            self.list_open(district, options["kind"])
            return
        decision = ImportProposal.Decision.ACCEPTED if options["accept"] else ImportProposal.Decision.DECLINED
        only = options["ids"] or None
        decided = decide(district, decision, by=system_viewer("import"), only=only, kind=options["kind"])
        self.write_json({"decided": decided, "open": open_differences_in(district).count()})

    def list_open(self, district: District, kind: str) -> None:
        rows = open_differences_in(district).select_related("run")
        if kind:
            rows = rows.filter(kind=kind)
        found = []
        for row in rows:
            after = {name: value for name, value in row.after.items() if name not in {"source", "categories"}}
            found.append(
                {
                    "id": row.pk,
                    "kind": row.kind,
                    "osm": row.ref,
                    "label": row.label,
                    "on": row.run.reference_on.isoformat(),
                    "before": row.before,
                    "after": after,
                }
            )
        self.write_json({"district": district.slug, "open": len(found), "differences": found})
