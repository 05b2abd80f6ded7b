"""How the deeds of this area read in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.models import WalkConflict

SENTENCES = {
    "round.planned": _("%(actor)s planned the survey round %(subject)s."),
    "round.moved": _("%(actor)s moved the survey round %(subject)s from “%(before)s” to “%(after)s”."),
    "round.house_empty": _("%(actor)s noted that there is no unit at %(address)s."),
    "round.house_reopened": _("%(actor)s took back that there is no unit at %(address)s."),
    "round.map_file_taken": _(
        "%(actor)s downloaded what the survey round %(subject)s can tell OpenStreetMap: %(count)s objects."
    ),
    "district.official_counts": _("%(actor)s gave official counts to compare with: %(count)s lines."),
    "walk.taken_along": _("%(actor)s took the survey round %(subject)s along on a device."),
    "walk.renewed": _("%(actor)s may read the survey round %(subject)s on a device for longer."),
    "walk.given_back": _("%(actor)s gave the survey round %(subject)s back from a device."),
    "walk.conflict": _("%(actor)s noted something of %(subject)s that contradicts another note."),
    "walk.late": _("%(actor)s noted something of %(subject)s that came after the round was frozen."),
    "walk.decided": _("%(actor)s decided which note of %(subject)s holds: %(kept)s."),
    "round.segment_given": _("%(actor)s added the segment %(segment)s to the survey round %(subject)s."),
    "round.segment_changed": _("%(actor)s changed the segment %(segment)s of the survey round %(subject)s."),
    "round.segment_removed": _("%(actor)s removed the segment %(segment)s from the survey round %(subject)s."),
}
SUBJECTS = {"premises.surveyround": _("Survey round")}


def stage_name(value: Any) -> str:
    return str(dict(SurveyRound.Stage.choices).get(value, value))


def kept_name(value: Any) -> str:
    return str(dict(WalkConflict.Decision.choices).get(value, value))


def register() -> None:
    details = {
        "kept": kept_name,
        "premises.surveyround:before": stage_name,
        "premises.surveyround:after": stage_name,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details, fields={"round.moved": _("Stage")})
