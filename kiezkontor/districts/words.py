"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words, last_day_in_words
from kiezkontor.districts.models import DistrictText, Role
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.shared.fields import hours_in_words

SENTENCES = {
    "data.told": _("%(actor)s looked up what is stored about %(email)s."),
    "role.given": _("%(actor)s gave %(subject)s the role %(role)s from %(from_on)s."),
    "role.ended": _("%(actor)s ended the role %(role)s of %(subject)s; its last day is %(until_on)s."),
    "role.withdrawn": _("%(actor)s took back the role %(role)s of %(subject)s before it began."),
    "person.made_operator": _("%(actor)s made %(subject)s an administrator of the installation."),
    "invitation.sent": _("%(actor)s invited %(subject)s to the role %(role)s."),
    "invitation.withdrawn": _("%(actor)s withdrew the invitation of %(subject)s to the role %(role)s."),
    "invitation.accepted": _("%(actor)s accepted the invitation to the role %(role)s."),
    "district.created": _("%(actor)s made the district %(subject)s."),
    "district.changed": _("%(actor)s changed the profile of %(subject)s."),
    "district.boundary_set": _("%(actor)s set the boundary of %(subject)s."),
    "district.brand_changed": _("%(actor)s changed the brand of %(subject)s."),
    "district.draft_added": _("%(actor)s added a draft of the logo of %(subject)s: %(name)s."),
    "district.draft_removed": _("%(actor)s removed a draft of the logo of %(subject)s: %(name)s."),
    "district.office_changed": _("%(actor)s changed the office of %(subject)s."),
    "district.hosts_set": _("%(actor)s set the host names of %(subject)s."),
    "district.parts_set": _("%(actor)s set the parts of %(subject)s."),
    "district.streets_added": _("%(actor)s added streets to %(subject)s: %(streets)s."),
    "district.street_drawn": _("%(actor)s drew where %(street)s runs, in %(subject)s."),
    "district.street_undrawn": _("%(actor)s took away where %(street)s runs, in %(subject)s."),
    "district.streets_removed": _("%(actor)s removed streets from %(subject)s: %(streets)s."),
    "district.text_written": _("%(actor)s wrote a text of %(subject)s: %(kind)s (%(language)s)."),
    "district.text_removed": _("%(actor)s removed a text of %(subject)s: %(kind)s (%(language)s)."),
    "district.sign_language_set": _("%(actor)s changed the video in sign language of %(subject)s."),
    "district.sign_language_removed": _("%(actor)s removed the video in sign language of %(subject)s."),
    "project.created": _("%(actor)s added the project %(subject)s."),
    "project.changed": _("%(actor)s changed the project %(subject)s."),
    "project.funding_set": _("%(actor)s set who pays for %(subject)s."),
    "project.team_set": _("%(actor)s set the team of %(subject)s."),
    "operator.saved": _("%(actor)s changed the operator %(subject)s."),
    "programme.created": _("%(actor)s added the funding programme %(subject)s."),
    "programme.changed": _("%(actor)s changed the funding programme %(subject)s."),
    "report.received": _("A report came in: %(subject)s."),
    "report.answered": _("%(actor)s answered a report: %(subject)s."),
}
SUBJECTS = {
    "accounts.person": _("Person"),
    "districts.invitation": _("Invitation"),
    "districts.district": _("District"),
    "districts.project": _("Project"),
    "districts.operator": _("Operator"),
    "districts.programme": _("Funding programme"),
    "districts.publicreport": _("Report"),
}


FIELDS = {
    "district.parts_set": _("Parts"),
    "district.hosts_set": _("Host names"),
    "project.funding_set": _("Who pays"),
    "project.team_set": _("Team"),
}
TURNS = {
    "invitation.withdrawn": (_("Invitation"), _("open"), _("withdrawn")),
    "invitation.accepted": (_("Invitation"), _("open"), _("accepted")),
    "report.answered": (_("Report"), _("open"), _("answered")),
}


def text_kind(kind: str) -> str:
    return str(dict(DistrictText.Kind.choices).get(kind, kind))


def language_names(codes: str | list[str]) -> str:
    names = {"de": _("German"), "en": _("English")}
    return ", ".join(str(names.get(code, code)) for code in ([codes] if isinstance(codes, str) else codes))


def file_name(path: str) -> str:
    return path.rpartition("/")[2]


def role_name(name: str) -> str:
    return str(dict(Role.Name.choices).get(name, name))


def register() -> None:
    details = {
        "role": role_name,
        "logo": file_name,
        "phone": phone_as_printed,
        "office_hours": hours_in_words,
        "office_phone": phone_as_printed,
        "accounts.person:until_on": last_day_in_words,
        "districts.district:kind": text_kind,
        "districts.district:language": language_names,
        "districts.district:languages": language_names,
    }
    add_words(SENTENCES, subjects=SUBJECTS, details=details, fields=FIELDS, turns=TURNS)
