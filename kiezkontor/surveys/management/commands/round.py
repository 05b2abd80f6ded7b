from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.naming import district_named
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.commands import KontorCommand, gettext_noop
from kiezkontor.surveys.access import round_before
from kiezkontor.surveys.actions.rounds import is_intact
from kiezkontor.surveys.report import round_report


class Command(KontorCommand):
    help = gettext_noop("Print a survey round of a district in figures, and what changed since an earlier one.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--district", required=True, metavar="SLUG", help=gettext_noop("short name of the district")
        )
        parser.add_argument("--number", required=True, type=int, metavar="N", help=gettext_noop("number of the round"))
        parser.add_argument(
            "--proof", action="store_true", help=gettext_noop("print what the public checksum is made of instead")
        )
        parser.add_argument(
            "--since", type=int, metavar="M", help=gettext_noop("earlier round to compare with (the one before)")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        district = district_named(options["district"])
        wanted = round_numbered(district, options["number"])
        since = round_before(wanted) if options["since"] is None else round_numbered(district, options["since"])
        if since is not None and since.number >= wanted.number:
            raise CommandError(_("A round can only be compared with an earlier one."))
        if options["proof"]:
            self.write_json(proof(wanted))
        else:
            self.write_json(round_report(wanted, since=since))


def proof(survey_round: SurveyRound) -> dict[str, Any]:
    if not survey_round.is_frozen:
        raise CommandError(_("The round is not frozen yet, so that there is nothing to prove."))
    return {
        "round": survey_round.number,
        "intact": is_intact(survey_round),
        "checksum": survey_round.checksum,
        "salt": survey_round.salt,
        "public_checksum": survey_round.public_checksum,
    }


def round_numbered(district: District, number: int) -> SurveyRound:
    rounds = {each.number: each for each in SurveyRound.objects.filter(district=district)}
    if number not in rounds:
        values = {"district": district.name, "number": number, "known": ", ".join(map(str, rounds))}
        if not rounds:
            raise CommandError(_("%(district)s has no survey round %(number)s, and no other either.") % values)
        raise CommandError(_("%(district)s has no survey round %(number)s; known rounds: %(known)s.") % values)
    return rounds[number]
