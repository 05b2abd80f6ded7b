"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.premises.models import Occupancy
from kiezkontor.premises.unit_facts import POSITIONS, equipment_said

SENTENCES = {
    "unit.added": _("%(actor)s added the unit %(subject)s."),
    "unit.described": _("%(actor)s described the unit %(subject)s."),
    "unit.observed": _("%(actor)s noted for %(subject)s, seen on %(seen_on)s: %(occupancy)s."),
    "unit.corrected": _("%(actor)s corrected what was seen at %(subject)s on %(seen_on)s: %(occupancy)s."),
    "unit.split": _("%(actor)s split the unit %(subject)s on %(on)s into %(parts)s parts."),
    "unit.merged": _("%(actor)s merged the unit %(subject)s with others on %(on)s."),
    "unit.succession_undone": _("%(actor)s took back that the unit %(subject)s was split or merged on %(on)s."),
    "unit.photo_added": _("%(actor)s added a photo of the unit %(subject)s, taken on %(taken_on)s."),
    "unit.photo_removed": _("%(actor)s removed a photo of the unit %(subject)s, taken on %(taken_on)s."),
    "house.added": _("%(actor)s added the house %(address)s."),
    "unit.imported": _("%(actor)s imported the unit %(subject)s."),
    "organisation.imported": _("%(actor)s imported %(subject)s."),
    "organisation.completed": _("%(actor)s completed %(subject)s from a table: %(fields)s."),
    "district.boundary_grown": _(
        "%(actor)s accepted what lay outside of the boundary of %(subject)s, so that it grew to that of %(file)s."
    ),
    "district.boundary_derived": _("The import of %(file)s derived the boundary of %(subject)s."),
    "source.uploaded": _("%(actor)s uploaded a source: %(subject)s."),
    "source.columns_assigned": _("%(actor)s said what the columns of a table mean: %(subject)s."),
    "source.discarded": _("%(actor)s gave up a table before it was read: %(subject)s."),
    "source.imported": _("%(actor)s read a source: %(subject)s."),
    "import.accepted": _("%(actor)s accepted a difference of an import: %(subject)s."),
    "import.declined": _("%(actor)s declined a difference of an import: %(subject)s."),
    "unit.source_name_changed": _("%(actor)s noted what the source calls %(subject)s from now on: %(ref)s."),
    "import.gone": _("%(actor)s noted that %(subject)s is no longer there."),
}
SUBJECTS = {
    "premises.unit": _("Unit"),
    "premises.building": _("House"),
    "organisations.sourcerun": _("Import"),
    "premises.importproposal": _("Difference of an import"),
}


def occupancy_name(value: str) -> str:
    return str(dict(Occupancy.choices).get(value, value))


def position_word(value: str) -> str:
    return str(POSITIONS.get(value, value))


def register() -> None:
    add_words(
        SENTENCES,
        subjects=SUBJECTS,
        details={
            "occupancy": occupancy_name,
            "premises.unit:equipment": lambda keys: ", ".join(equipment_said(keys)),
            "premises.unit:position": position_word,
        },
    )
