"""Until when a post may hang on the board, in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.members.rules.limits import AT_MOST, is_possible_last_day


def refusal_of(last_on: date, *, today: date) -> str:
    """What is wrong with a last day, with the days there are to choose from; "" where nothing is."""
    if is_possible_last_day(last_on, today=today):
        return ""
    latest = {"latest": date_format(today + AT_MOST)}
    if last_on < today:
        return _("This day is over. Please choose one from today until %(latest)s.") % latest
    return _("A post hangs for a year at most. Please choose a day from today until %(latest)s.") % latest
