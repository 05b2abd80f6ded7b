"""The address under which somebody's own calendar reads the events that are theirs to see."""

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar import access
from kiezkontor.districts.models import District
from kiezkontor.notices import links

# Nobody renews a calendar each year; it is withdrawn on its page, and ends with the access of who made it.
DAYS = 5 * 366


@transaction.atomic
def make_own_feed(district: District, *, by: Viewer) -> str:
    """A new secret for the viewer's own calendar; an earlier one opens nothing any more."""
    assert by.person is not None
    links.withdraw(access.own_feed_links(by, district))
    made = links.make_link(access.OWN_FEED, by.person.pk, days=DAYS, scope_id=district.pk)
    record("owncalendar.made", by.person, by=by, district=district)
    return made.token


@transaction.atomic
def withdraw_own_feed(district: District, *, by: Viewer) -> None:
    assert by.person is not None
    if links.withdraw(access.own_feed_links(by, district)):
        record("owncalendar.withdrawn", by.person, by=by, district=district)
