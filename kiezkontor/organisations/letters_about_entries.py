"""The words of letters about entries: look at the prepared one, or say whether it is still right."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.notices.letters import Letter
from kiezkontor.organisations.actions.freshness import occasion_of
from kiezkontor.organisations.actions.letters import Addressed, Paper
from kiezkontor.organisations.data_notice import title_of_notice, words_of_notice
from kiezkontor.organisations.letter_frame import Door, letter
from kiezkontor.organisations.rules.purposes import FRESH, LETTER, LETTER_DAYS
from kiezkontor.shared.mounting import district_address


def about_entry(to: Addressed) -> Letter:
    values = values_of(to)
    return letter(
        to,
        subject=_("Your entry in the directory of %(district)s") % values,
        said=[
            _(
                "we have prepared an entry for %(name)s in the public directory of %(district)s. It costs nothing. "
                "Please look whether everything is right."
            )
            % values,
            _("You can correct it and approve it online, with the square code or with the page and the code below."),
        ],
        more=[
            _("You would rather talk to us? Call us or drop in; we change the entry for you."),
            _("You do not want an entry, or no letters from us? One sentence is enough."),
        ],
        door=to_entry(to),
        back_title=title_of_notice(),
        back=words_of_notice(to.district),
    )


def about_freshness(to: Addressed) -> Letter:
    confirmed_on = to.organisation.confirmed_on
    values = values_of(to) | {"day": date_format(confirmed_on, "SHORT_DATE_FORMAT") if confirmed_on else "–"}
    return letter(
        to,
        subject=_("%(name)s: is everything still right?") % values,
        said=[
            _(
                "the entry of %(name)s in the directory of %(district)s was last confirmed on %(day)s. Is everything "
                "still right?"
            )
            % values,
            _("One look is enough: with the square code or the page and the code below you confirm it or correct it."),
        ],
        more=[
            _("You would rather answer on paper? Tick here and send this letter back:"),
            "☐ " + _("Everything is right.") + "   ☐ " + _("Something is wrong:") + " " + 30 * "_",
            _("You do not want an entry, or no letters from us? One sentence is enough."),
        ],
        door=to_entry(to),
    )


def values_of(to: Addressed) -> dict[str, Any]:
    return {"name": to.organisation.name, "district": to.district.name, "days": LETTER_DAYS}


def to_entry(to: Addressed) -> Door:
    return Door(
        address=district_address(to.district.slug, "organisations:prepared", to.made.token),
        qr_alt=_("Square code that leads to your entry"),
        label=_("Your code, valid for %(days)d days:") % values_of(to),
    )


PAPERS: Mapping[str, Paper] = {
    LETTER: Paper(LETTER, LETTER_DAYS, about_entry, informs=True),
    FRESH: Paper(FRESH, LETTER_DAYS, about_freshness, occasion_of),
}
