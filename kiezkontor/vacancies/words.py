"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.vacancies.models import Letting, UseIdea, VacancyCase, VacancyReport

SENTENCES = {
    "vacancy.opened": _("%(actor)s opened the case of the vacancy %(subject)s."),
    "vacancy.changed": _("%(actor)s changed what is known of the vacancy %(subject)s."),
    "vacancy.moved": _("%(actor)s put the vacancy %(subject)s to another stage: %(stage)s."),
    "vacancy.noted": _("%(actor)s added a note to the vacancy %(subject)s."),
    "vacancy.followed": _("%(actor)s decided what the register says of the vacancy %(subject)s."),
    "vacancy.closed": _("%(actor)s closed the case of the vacancy %(subject)s: %(outcome)s."),
    "vacancy.reported": _("A vacancy was reported (%(subject)s)."),
    "vacancy.report_decided": _("%(actor)s decided on the reported vacancy %(subject)s: %(status)s."),
    "vacancy.warned": _("%(actor)s noted an early warning at %(subject)s."),
    "vacancy.warning_settled": _("%(actor)s dealt with the early warning at %(subject)s."),
    "vacancy.owner_added": _("%(actor)s noted the owner %(subject)s."),
    "vacancy.owner_changed": _("%(actor)s changed what is known of the owner %(subject)s."),
    "vacancy.owner_linked": _("%(actor)s noted a unit of the owner %(subject)s."),
    "vacancy.owner_unlinked": _("%(actor)s took a unit from the owner %(subject)s."),
    "vacancy.owner_removed": _("%(actor)s deleted the owner %(subject)s."),
    "vacancy.talked": _("%(actor)s noted a talk with the owner %(subject)s."),
    "vacancy.letter_made": _("%(actor)s made a letter to the owner %(subject)s."),
    "vacancy.reopened": _("%(actor)s opened the case of the vacancy %(subject)s again."),
    "vacancy.expose_begun": _("%(actor)s began the exposé %(subject)s."),
    "vacancy.expose_changed": _("%(actor)s changed the exposé %(subject)s."),
    "vacancy.expose_picture_added": _("%(actor)s added a picture to the exposé %(subject)s."),
    "vacancy.expose_picture_removed": _("%(actor)s removed a picture from the exposé %(subject)s."),
    "vacancy.expose_link_sent": _("%(actor)s sent the owner the link to the exposé %(subject)s."),
    "expose.released": _("%(actor)s noted what the owner releases of the exposé %(subject)s."),
    "expose.withdrawn": _("%(actor)s took back what was released of the exposé %(subject)s."),
    "letting.agreed": _("%(actor)s noted who will use a unit: %(subject)s, %(kind)s."),
    "letting.changed": _("%(actor)s changed what was agreed about %(subject)s."),
    "letting.extended": _("%(actor)s extended the use %(subject)s."),
    "letting.converted": _("%(actor)s noted that a use became permanent: %(subject)s."),
    "letting.ended": _("%(actor)s noted that the use %(subject)s is over: %(ending)s."),
    "letting.registered": _("%(actor)s told the register of the use %(subject)s."),
    "letting.handed_over": _("%(actor)s wrote a handover record for %(subject)s."),
    "letting.supported": _("%(actor)s noted by which rent model %(subject)s is paid."),
    "letting.support_removed": _("%(actor)s took the rent model off %(subject)s."),
    "vacancy.idea_given": _("An idea for interim use was given (%(subject)s)."),
    "useidea.decided": _("%(actor)s decided on the idea for interim use %(subject)s: %(status)s."),
    "useidea.example_changed": _("%(actor)s changed the example of an interim use %(subject)s."),
    "rentmodel.added": _("%(actor)s added the rent model %(subject)s."),
    "rentmodel.changed": _("%(actor)s changed the rent model %(subject)s."),
    "rentmodel.retired": _("%(actor)s retired the rent model %(subject)s."),
    "rentmodel.offered": _("%(actor)s offered the rent model %(subject)s again."),
    "locationfigure.added": _("%(actor)s published a figure about the location: %(subject)s."),
    "locationfigure.changed": _("%(actor)s changed the figure about the location %(subject)s."),
    "locationfigure.removed": _("%(actor)s deleted the figure about the location %(subject)s."),
    "letting.followed_up": _("%(actor)s noted how %(subject)s goes after %(months)s months."),
}
SUBJECTS = {
    "vacancies.vacancycase": _("Vacancy"),
    "vacancies.vacancyreport": _("Reported vacancy"),
    "vacancies.earlywarning": _("Early warning"),
    "vacancies.expose": _("Exposé"),
    "vacancies.letting": _("Use"),
    "vacancies.rentmodel": _("Rent model"),
    "vacancies.locationfigure": _("Figure about a location"),
    "vacancies.useidea": _("Idea for interim use"),
    "vacancies.useexample": _("Example of an interim use"),
    "vacancies.owner": _("Owner of units"),
}


def stage_name(value: str) -> str:
    return str(dict(VacancyCase.Stage.choices).get(value, value))


def outcome_name(value: str) -> str:
    return str(dict(VacancyCase.Outcome.choices).get(value, value))


def status_name(value: str) -> str:
    return str(dict(VacancyReport.Status.choices).get(value, value))


def idea_status(value: str) -> str:
    return str(dict(UseIdea.Status.choices).get(value, value))


def letting_kind(value: str) -> str:
    return str(dict(Letting.Kind.choices).get(value, value))


def ending_name(value: str) -> str:
    return str(dict(Letting.Ending.choices).get(value, value))


def register() -> None:
    details = {
        "vacancies.vacancycase:stage": stage_name,
        "vacancies.vacancycase:outcome": outcome_name,
        "vacancies.vacancyreport:status": status_name,
        "vacancies.useidea:status": idea_status,
        "vacancies.letting:kind": letting_kind,
        "vacancies.letting:ending": ending_name,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details)
