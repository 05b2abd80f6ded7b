"""How the deeds about requests for space and enquiries read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.organisations.models import UseClass
from kiezkontor.vacancies.fitting_words import category_name
from kiezkontor.vacancies.models import SpaceRequest

SENTENCES = {
    "seeker.begun": _("Somebody began a request for space (%(subject)s)."),
    "seeker.entered": _("%(actor)s entered the request for space of %(subject)s."),
    "seeker.sent": _("The request for space of %(subject)s was sent."),
    "seeker.mail_confirmed": _("The address of the request for space of %(subject)s was confirmed."),
    "seeker.changed": _("The request for space of %(subject)s was changed (%(actor)s)."),
    "seeker.renewed": _("The request for space of %(subject)s was renewed."),
    "seeker.dropped": _("A request for space that was never sent was deleted (%(subject)s)."),
    "seeker.moved": _("The request for space of %(subject)s has another status: %(status)s (%(actor)s)."),
    "seeker.noted": _("%(actor)s added a note to the request for space of %(subject)s."),
    "seeker.proposed": _("%(actor)s proposed a room to %(subject)s."),
    "seeker.given": _("%(actor)s said who looks after the request for space of %(subject)s."),
    "enquiry.noted": _("%(actor)s noted an enquiry about the location (%(subject)s)."),
    "enquiry.changed": _("%(actor)s changed an enquiry about the location (%(subject)s)."),
    "enquiry.asked": _("Somebody asked about the location (%(subject)s)."),
    "enquiry.answered": _("%(actor)s answered an enquiry about the location (%(subject)s)."),
    "streetmix.set": _("%(actor)s set a target mix (%(subject)s): %(most)s at most."),
    "streetmix.dropped": _("%(actor)s lifted a target mix (%(subject)s)."),
}
SUBJECTS = {
    "vacancies.spacerequest": _("Request for space"),
    "vacancies.locationenquiry": _("Enquiry about the location"),
    "vacancies.streetmix": _("Target mix of a street"),
}


def status_name(value: str) -> str:
    return str(dict(SpaceRequest.Status.choices).get(value, value))


def class_name(value: str) -> str:
    return str(dict(UseClass.choices).get(value, value))


def register() -> None:
    details = {
        "vacancies.spacerequest:status": status_name,
        "vacancies.streetmix:use_class": class_name,
        "vacancies.streetmix:category": category_name,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details)
