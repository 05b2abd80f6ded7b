"""The needs interview on paper: the questions as a sheet to fill in, alone or behind a letter."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kiezkontor.districts.senders import head_of
from kiezkontor.notices.letters import Letter, Sheet
from kiezkontor.notices.letters import Question as OnPaper
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.organisations.actions.letters import Addressed, Paper
from kiezkontor.organisations.letter_frame import Door, letter
from kiezkontor.outreach.access import CORRECTABLE_DAYS
from kiezkontor.outreach.questions_in_words import OWN_ANSWERS
from kiezkontor.outreach.questions_in_words import QUESTIONS as WORDS
from kiezkontor.outreach.rules.purposes import NEEDS, NEEDS_LETTERS, NEEDS_SHEETS
from kiezkontor.outreach.rules.questions import QUESTIONS, Question
from kiezkontor.shared.mounting import district_address

LINES = 3


def letter_with_sheet(to: Addressed) -> Letter:
    values = {"name": to.organisation.name, "district": to.district.name, "days": CORRECTABLE_DAYS}
    return letter(
        to,
        subject=_("%(name)s: what do you need?") % values,
        said=[
            _(
                "we ask businesses and organisations in %(district)s what helps them, so that courses, advice and "
                "joint actions fit. Ten questions, about five minutes; leave out what you do not want to answer."
            )
            % values,
            _(
                "Answer as you like best: tick the boxes on the following pages and send them back or hand them in, or "
                "answer online, with the square code or with the page and the code below."
            ),
        ],
        more=[_("You want no such letters from us? One sentence is enough.")],
        door=Door(
            address=address_of(to),
            qr_alt=_("Square code that leads to the questions"),
            label=_("Your code, valid online for %(days)d days:") % values,
        ),
        sheet=sheet(to),
    )


def sheet(to: Addressed) -> Sheet:
    privacy = district_address(to.district.slug, "districts:privacy")
    return Sheet(
        title=_("What do you need?"),
        about=" · ".join([to.organisation.name, to.to.lines[0]]),
        intro=[
            _(
                "You answer of your own free will (Article 6(1)(a) GDPR). The office reads the answers, to help you "
                "and to plan; outside of it only totals are told that name nobody. What you write is deleted three "
                "years after the last contact with you, or at once if you say so. More: %(address)s"
            )
            % {"address": privacy},
        ],
        questions=[on_paper(question) for question in QUESTIONS],
        closing=[
            _("Filled in on:") + " " + 20 * "_",
            _("Back to: %(office)s. Thank you!") % {"office": ", ".join(head_of(to.district))},
        ],
        address=address_of(to),
        qr_alt=_("Square code that leads to the questions"),
        code_label=_("Your code"),
        code=as_printed(to.made.code),
        page_label=_("Page"),
    )


def on_paper(question: Question) -> OnPaper:
    words = OWN_ANSWERS.get(question.name, {})
    if not question.answers:
        return OnPaper(str(WORDS[question.name]), lines=LINES)
    hint = _("Several answers are possible.") if question.several else _("One answer, please.")
    return OnPaper(str(WORDS[question.name]), hint, [str(words[answer]) for answer in question.answers])


def address_of(to: Addressed) -> str:
    return district_address(to.district.slug, "outreach:answer", to.made.token)


PAPERS: Mapping[str, Paper] = {
    NEEDS_LETTERS: Paper(NEEDS, CORRECTABLE_DAYS, letter_with_sheet),
    NEEDS_SHEETS: Paper(NEEDS, CORRECTABLE_DAYS, sheet),
}
