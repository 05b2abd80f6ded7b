"""What is wrong with opening hours, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.methods.opening_hours import HoursError

# The English sentences are those of the method; they stand here to be found by the translation.
SENTENCES = {
    "empty": _("There are no opening hours in this text."),
    "too_long": _("Opening hours may have at most %(limit)s characters."),
    "unknown_word": _("“%(text)s” is not understood. Write for example: Mo-Fr 09:00-18:00; Sa 10:00-14:00."),
    "unexpected": _("“%(text)s” is not expected at this place. Write for example: Mo-Fr 09:00-18:00; Sa 10:00-14:00."),
    "ends_early": _("Something is missing at the end. Write for example: Mo-Fr 09:00-18:00; Sa 10:00-14:00."),
    "open_quote": _("A quotation mark is opened but not closed."),
    "no_end": _("“%(text)s” has no closing time. Write 18:00-22:00, or 18:00+ if the end is open."),
    "impossible_time": _("“%(text)s” is not a time of day. Hours go from 00:00 to 24:00."),
    "too_many_midnights": _("“%(text)s” lasts longer than until the next evening. Check the two times."),
    "impossible_date": _("“%(text)s” is not a date in the calendar."),
    "impossible_week": _("“%(text)s” is not a calendar week. They go from 1 to 53."),
    "points_in_time": _("“%(text)s” names single moments. Opening hours need a beginning and an end."),
    "days_twice": _("It is not clear to which days “%(text)s” belongs. Separate the rules with a semicolon."),
    "working_days": _("“%(text)s” may or may not include Saturday. Write Mo-Fr or Mo-Sa."),
    "region": _("“%(text)s” is not a German state. Write for example DE-BE."),
}


def sentence_for(problem: HoursError) -> str:
    return str(SENTENCES[problem.code]) % problem.params
