"""How the deeds about viewings, negotiations and subscriptions read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.vacancies.models import Negotiation, Viewing

SENTENCES = {
    "viewing.arranged": _("%(actor)s arranged a viewing (%(subject)s)."),
    "viewing.moved": _("%(actor)s moved a viewing (%(subject)s)."),
    "viewing.cancelled": _("A viewing was called off (%(subject)s; %(actor)s)."),
    "viewing.answered": _("A seeker answered about a viewing (%(subject)s): %(state)s."),
    "viewing.noted": _("%(actor)s noted what came of a viewing (%(subject)s): %(state)s."),
    "viewing.tour_added": _("%(actor)s announced a tour with %(count)s units (%(subject)s)."),
    "viewing.tour_invited": _("%(actor)s invited %(count)s seekers to a tour (%(subject)s)."),
    "negotiation.opened": _("%(actor)s began to moderate a negotiation (%(subject)s)."),
    "negotiation.noted": _("%(actor)s added a note to a negotiation (%(subject)s)."),
    "negotiation.ended": _("%(actor)s ended a negotiation (%(subject)s): %(outcome)s."),
    "subscription.asked": _("Somebody asked for mail about rooms on offer (%(subject)s)."),
    "subscription.confirmed": _("Somebody confirmed that they want mail about rooms on offer (%(subject)s)."),
    "subscription.ended": _("Somebody wants no more mail about rooms on offer (%(subject)s)."),
}
SUBJECTS = {
    "vacancies.viewing": _("Viewing"),
    "vacancies.tour": _("Tour"),
    "vacancies.negotiation": _("Negotiation"),
    "vacancies.offersubscription": _("Subscription to rooms on offer"),
}


def state_name(value: str) -> str:
    return str(dict(Viewing.State.choices).get(value, value))


def outcome_name(value: str) -> str:
    return str(dict(Negotiation.Outcome.choices).get(value, value))


def register() -> None:
    details = {"vacancies.viewing:state": state_name, "vacancies.negotiation:outcome": outcome_name}
    add_words(SENTENCES, subjects=SUBJECTS, details=details)
