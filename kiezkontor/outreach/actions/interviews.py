from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.access_contacting import quiet_since
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach.access import can_change_sheet
from kiezkontor.outreach.actions.pipeline import STEP, activation_for_update, locked_organisation, refuse_future, step
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.outreach.rules.pipeline import status_after, was_allowed
from kiezkontor.outreach.rules.questions import QUESTIONS, VERSION
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def note_interview(
    organisation: Organisation, *, on: date, source: str, answers: dict[str, Any], district: District, by: Viewer
) -> NeedsInterview:
    """Note what was answered; the same day and way again adds to it and corrects it. answers: by name of the question.

    Refuses a day in the future, no answer at all, asking somebody who forbade contact, and adding to a sheet, to what
    was answered with a link, and to what the writer may not read.
    """
    refuse_future(on)
    given = answered_of(answers)
    stored = locked_organisation(organisation)
    if source == NeedsInterview.Source.TALK and not was_allowed("visit", on, quiet_since(stored)):
        raise ActionRefused(_("They do not want to be contacted. Nothing was noted."), field="source")
    interview = store(NeedsInterview(district=district, organisation=organisation, on=on, source=source), given, by)
    follow_interview(organisation, district, on=on, by=by)
    record("interview.noted", organisation, by=by, district=district, on=on.isoformat(), questions=len(given))
    return interview


def answered_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Without what was left empty; refuses where that is everything."""
    given = {each.name: answers[each.name] for each in QUESTIONS if answers.get(each.name)}
    if not given:
        raise ActionRefused(_("Not one question is answered. Nothing was noted."))
    return given


def store(asked: NeedsInterview, given: dict[str, Any], by: Viewer) -> NeedsInterview:
    """What was answered before and not again stays."""
    locked = NeedsInterview.objects.select_for_update(no_key=True)
    key = {"district": asked.district, "organisation": asked.organisation, "on": asked.on, "source": asked.source}
    interview, made = locked.get_or_create(
        **key, defaults={"version": VERSION, "answers": given, "entered_by": by.person, "entered_at": timezone.now()}
    )
    if not made:
        refuse_if_closed(interview, by)
        interview.version, interview.answers = VERSION, interview.answers | given
        interview.entered_at, interview.forgotten_at = timezone.now(), None
        interview.save(update_fields=["version", "answers", "entered_at", "forgotten_at"])
    return interview


def refuse_if_closed(stored: NeedsInterview, by: Viewer) -> None:
    if stored.link_id is None and can_change_sheet(by, stored.district, stored):
        return
    raise ActionRefused(
        _(
            "Answers of this day and way are stored already that are not changed here: a sheet, answers with a link, "
            "or such as the coordination alone reads. Nothing was noted."
        ),
        field="on",
    )


def follow_interview(organisation: Organisation, district: District, *, on: date, by: Viewer) -> None:
    """Who answered was spoken to: the last contact, and with it how long texts are kept, counts from here."""
    activation = activation_for_update(organisation, district)
    activation.last_contact_on = max(on, activation.last_contact_on or on)
    to = status_after(activation.status, "event", "")
    if to != activation.status:
        step(activation, to, on=on, by=by)
    activation.save(update_fields=[*STEP, "last_contact_on"])


@transaction.atomic
def enter_sheet(
    link: PersonalLink, organisation: Organisation, *, on: date, answers: dict[str, Any], district: District, by: Viewer
) -> NeedsInterview:
    """What stands on a sheet that came back, in place of what was entered of it before.

    Refuses a day in the future, an empty sheet, and a second sheet of the same day.
    """
    refuse_future(on)
    given = answered_of(answers)
    locked_organisation(organisation)
    paper = NeedsInterview.objects.filter(
        district=district, organisation=organisation, source=NeedsInterview.Source.PAPER
    )
    paper.filter(link=link).delete()
    if paper.filter(on=on).exists():
        raise ActionRefused(
            _("Another sheet of this organisation has the same day. Please give the other day, or correct that sheet."),
            field="on",
        )
    asked = NeedsInterview(
        district=district,
        organisation=organisation,
        on=on,
        source=NeedsInterview.Source.PAPER,
        link=link,
        answers=given,
    )
    return put_down(asked, "interview.noted", by=by)


def put_down(asked: NeedsInterview, verb: str, *, by: Viewer) -> NeedsInterview:
    """Store answers to the questions as they are today, with what follows from them. verb: in the log."""
    asked.version, asked.entered_by, asked.entered_at = VERSION, by.person, timezone.now()
    asked.save()
    organisation, district = asked.organisation, asked.district
    follow_interview(organisation, district, on=asked.on, by=by)
    told = {"on": asked.on.isoformat(), "questions": len(asked.answers)}
    record(verb, organisation, by=by, district=district, **told)
    return asked
