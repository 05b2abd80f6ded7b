"""The letters to owners, one step further each: what the office offers, what they plan, an offer of help."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.notices.letters import Letter, as_data, pdf_of
from kiezkontor.shared.mounting import district_address
from kiezkontor.vacancies.models import Owner, OwnerLetter

Step = OwnerLetter.Step
# Nobody has said in which language they would rather be written to.
LANGUAGE = "de"


def pdf(letter: OwnerLetter, owner: Owner, district: District) -> bytes:
    """The letter to be printed, the same each time as long as nothing it says has changed."""
    sender, foot = district.office_name or district.name, " · ".join(head_of(district))
    with override(LANGUAGE):
        words, title = words_of(letter, owner, district), str(letter.get_step_display())
    made_at: datetime = letter.made_at
    return pdf_of([as_data(words)], title=title, sender=sender, foot=foot, language=LANGUAGE, made_at=made_at)


def words_of(letter: OwnerLetter, owner: Owner, district: District) -> Letter:
    head = head_of(district)
    values = {"district": district.name, "place": place_of(letter), "owner": owner.name}
    return Letter(
        to=[owner.name, *manager_of(owner), *owner.address.splitlines()],
        return_line=" · ".join(head[:3]),
        info=[*head, "", date_format(localtime(letter.made_at), "DATE_FORMAT")],
        subject=SUBJECTS[letter.step]() % values,
        paragraphs=[_("Dear Sir or Madam,"), *(said % values for said in SAID[letter.step]())],
        address=district_address(district.slug, "directory:vacancies"),
        qr_alt=_("Square code that leads to the page about vacant units"),
        ways=[district_address(district.slug, "directory:vacancies"), _("What the office does about vacant units")],
        code="",
        closing=[
            _("What you tell us stays with us until you release it."),
            _("Kind regards"),
            str(letter.made_by or ""),
        ],
        back_title=_("Where we have your data from"),
        back=data_notice(owner, district),
    )


def manager_of(owner: Owner) -> list[str]:
    return [_("c/o %(manager)s") % {"manager": owner.manager}] if owner.manager else []


def place_of(letter: OwnerLetter) -> str:
    return str(letter.case) if letter.case is not None else _("your unit")


def said_of_page() -> list[str]:
    return [
        _(
            "your unit is vacant: %(place)s. The district office of %(district)s brings owners together with people "
            "who look for a shop or a room. That costs you nothing, and there is no commission."
        ),
        _("What we do for it, and what is vacant here, stands on the page that the square code leads to."),
        _("If you like, call us. We come by and look at the unit with you."),
    ]


def said_of_ask() -> list[str]:
    return [
        _(
            "may we ask what you plan for %(place)s? Do you want to let it again, rebuild it, use it yourself or "
            "sell it?"
        ),
        _(
            "People ask us for rooms, for some months as well as for years. An interim use keeps a unit warm and dry, "
            "and it ends on a day that you choose."
        ),
        _("A short call is enough; we note what you tell us and pass on nothing without your consent."),
    ]


def said_of_help() -> list[str]:
    return [
        _("letting %(place)s is work, and we would like to take some of it off you:"),
        _(
            "We write the description with you, look for people who fit, go along to viewings, and say which funds "
            "there are for rebuilding and for the first months of rent."
        ),
        _("Please say when it suits you: we come to the unit, or you come to the office."),
    ]


SAID: Mapping[str, Callable[[], list[str]]] = {Step.PAGE: said_of_page, Step.ASK: said_of_ask, Step.HELP: said_of_help}
SUBJECTS: Mapping[str, Callable[[], str]] = {
    Step.PAGE: lambda: _("%(place)s: what the office offers owners"),
    Step.ASK: lambda: _("%(place)s: what do you plan?"),
    Step.HELP: lambda: _("%(place)s: we help with letting it"),
}


def why_stored(owner: Owner) -> str:
    """What the data are used for, on the legal basis that is noted of them."""
    if owner.basis == Owner.Basis.CONSENT:
        return _("We use them to speak with you about your unit, for you agreed to that (Article 6 (1) (a) GDPR).")
    if owner.basis == Owner.Basis.CONTRACT:
        return _("We use them to speak with you about your unit, for you asked us to (Article 6 (1) (b) GDPR).")
    if owner.basis == Owner.Basis.TASK:
        return _(
            "We use them to speak with you about your unit, because shops that are used are a task of the town "
            "(Article 6 (1) (e) GDPR)."
        )
    if owner.basis == Owner.Basis.INTEREST:
        return _(
            "We use them to speak with you about your unit, because the district has an interest in shops that are "
            "used (Article 6 (1) (f) GDPR)."
        )
    return _(
        "We use them to speak with you about your unit, because the public has an interest in shops that are used "
        "(Article 6 (1) (e) or (f) GDPR)."
    )


def data_notice(owner: Owner, district: District) -> list[str]:
    """Whence the data are, what for and how long: Article 14 of the General Data Protection Regulation."""
    values: Mapping[str, object] = {
        "office": district.office_name or district.name,
        "source": owner.get_source_display(),
    }
    said = [
        _("Your name and address are stored at: %(office)s. Source: %(source)s."),
        why_stored(owner),
        _("Nobody outside of the office gets them without your consent."),
        _("They are deleted three years after the last contact, and at once if you wish so."),
        _(
            "You may ask what is stored about you, have it corrected or deleted, object, and complain to the "
            "supervisory authority. One sentence to the office is enough if you want no more letters."
        ),
    ]
    return [sentence % values for sentence in said]
