"""What letters to organisations share; each kind brings its subject, its words and where its code leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.notices.letters import Letter, Sheet
from kiezkontor.notices.links import NewLink
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.shared.mounting import district_address


class Receiver(Protocol):
    """Whom a letter goes to and what it opens, as in `Addressed`. window: their name and the lines below it."""

    @property
    def window(self) -> list[str]: ...
    @property
    def made(self) -> NewLink: ...
    @property
    def district(self) -> District: ...
    @property
    def today(self) -> date: ...
    @property
    def by(self) -> str: ...


@dataclass(frozen=True)
class Door:
    """Where the code of a letter leads. address, qr_alt: as in `Letter`; label: before the code."""

    address: str
    qr_alt: str
    label: str


def letter(
    to: Receiver,
    *,
    subject: str,
    said: Sequence[str],
    more: Sequence[str],
    door: Door,
    back_title: str = "",
    back: Sequence[str] = (),
    slip: Sequence[str] = (),
    sheet: Sheet | None = None,
) -> Letter:
    """said: before the code; more: after it."""
    head = head_of(to.district)
    return Letter(
        to=to.window,
        return_line=" · ".join(head[:3]),
        info=[*head, "", date_format(to.today, "DATE_FORMAT")],
        subject=subject,
        paragraphs=[_("Dear Sir or Madam,"), *said],
        address=door.address,
        qr_alt=door.qr_alt,
        ways=[district_address(to.district.slug, "organisations:code"), door.label],
        code=as_printed(to.made.code),
        closing=[*more, _("Kind regards"), to.by],
        back_title=back_title,
        back=back,
        slip=slip,
        sheet=sheet,
    )
