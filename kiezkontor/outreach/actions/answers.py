"""The needs interview in people's own hands: answered online, by a personal link or signed in, and corrected there."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.actions.holds import refuse_while_held
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach.access import correctable_by
from kiezkontor.outreach.actions.interviews import answered_of, put_down
from kiezkontor.outreach.actions.pipeline import locked_organisation
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.shared.errors import ActionRefused

# Their kind of data in the plan of retention.
INTERVIEWS = "interviews"


@transaction.atomic
def answer_by_link(
    link: PersonalLink, organisation: Organisation, *, answers: dict[str, Any], district: District
) -> NeedsInterview:
    """What the holder of a link answers, in place of what was answered with it before.

    Refuses a link that is not open any more, and no answer at all.
    """
    locked_organisation(organisation)
    if links.state_of(links.locked(link)) != "open":
        raise ActionRefused(_("This link is not valid any more. Please ask the office for a new one."))
    by = Viewer(holder=str(organisation))
    return answer_online(organisation, Q(link=link), answers, link=link, district=district, by=by)


@transaction.atomic
def answer_as_member(
    organisation: Organisation, *, answers: dict[str, Any], district: District, by: Viewer
) -> NeedsInterview:
    """What somebody who looks after the entry answers, in place of what they answered in the weeks before."""
    locked_organisation(organisation)
    earlier = Q(pk__in=correctable_by(organisation, district, by).values("pk"))
    return answer_online(organisation, earlier, answers, link=None, district=district, by=by)


def answer_online(
    organisation: Organisation,
    earlier: Q,
    answers: dict[str, Any],
    *,
    link: PersonalLink | None,
    district: District,
    by: Viewer,
) -> NeedsInterview:
    """One answer a day stays, the last one; it takes the place of earlier ones as well."""
    given, today = answered_of(answers), timezone.localdate()
    online = NeedsInterview.objects.filter(
        district=district, organisation=organisation, source=NeedsInterview.Source.ONLINE
    )
    online.filter(earlier | Q(on=today)).delete()
    asked = NeedsInterview(
        district=district,
        organisation=organisation,
        on=today,
        source=NeedsInterview.Source.ONLINE,
        link=link,
        answers=given,
    )
    return put_down(asked, "interview.answered", by=by)


@transaction.atomic
def take_back_by_link(link: PersonalLink, organisation: Organisation, *, district: District) -> int:
    """Delete what was answered with a link; refuses one that is not open any more, and while a hold forbids it."""
    if links.state_of(links.locked(link)) != "open":
        raise ActionRefused(_("This link is not valid any more. Please ask the office for a new one."))
    found = NeedsInterview.objects.filter(link=link)
    return delete_answers(found, organisation, district=district, by=Viewer(holder=str(organisation)))


@transaction.atomic
def take_back_all(organisation: Organisation, *, district: District, by: Viewer) -> int:
    """Delete all that an organisation answered, however it was asked: consent was taken back; returns how many.

    Refuses while a hold forbids it.
    """
    found = NeedsInterview.objects.filter(organisation=organisation, district=district)
    return delete_answers(found, organisation, district=district, by=by)


def delete_answers(
    found: QuerySet[NeedsInterview], organisation: Organisation, *, district: District, by: Viewer
) -> int:
    refuse_while_held(organisation, district, kind=INTERVIEWS)
    count = found.delete()[0]
    if count:
        record("interview.taken_back", organisation, by=by, district=district, count=count)
    return count
