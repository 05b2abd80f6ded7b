"""How requests for space are shown: in the list and on their page, to the office and to the seeker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.desk.models import Task
from kiezkontor.districts.models import Consent
from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies.access_seekers import places_named
from kiezkontor.vacancies.models import LocationEnquiry, SeekerStep, SpaceRequest
from kiezkontor.vacancies.rules.seekers import LAPSING, lapses_at, lapses_soon

# As sentences of whoever says them they stand in the form; in a list a word is enough.
KINDS = {
    SpaceRequest.Kind.STARTER.value: gettext_lazy("business"),
    SpaceRequest.Kind.INTERIM.value: gettext_lazy("interim user"),
    SpaceRequest.Kind.EVENT.value: gettext_lazy("event"),
    SpaceRequest.Kind.INVESTOR.value: gettext_lazy("investor"),
}
# Whose answer the office waits for, or who waits for the office, stands out.
ICONS = {
    SpaceRequest.Status.NEW.value: "mail",
    SpaceRequest.Status.CHECKED.value: "check",
    SpaceRequest.Status.ADVISING.value: "speech",
    SpaceRequest.Status.PROPOSED.value: "list",
    SpaceRequest.Status.VIEWING.value: "visibility",
    SpaceRequest.Status.NEGOTIATING.value: "edit",
    SpaceRequest.Status.PLACED.value: "retail",
    SpaceRequest.Status.ON_HOLD.value: "clock",
    SpaceRequest.Status.WITHDRAWN.value: "close",
    SpaceRequest.Status.EXPIRED.value: "history",
}
ENQUIRIES = (
    gettext_lazy("Asked on"),
    gettext_lazy("Who asked"),
    gettext_lazy("About"),
    gettext_lazy("Answer"),
    gettext_lazy("Entered by"),
    gettext_lazy("How it came"),
)


@dataclass(frozen=True)
class Row:
    """A request in a list. step: what is done next, None where nothing is planned."""

    request: SpaceRequest
    step: Task | None
    now: datetime

    @property
    def kind(self) -> str:
        return str(KINDS[self.request.kind])

    @property
    def status(self) -> str:
        return capfirst(str(self.request.get_status_display()))

    @property
    def icon(self) -> str:
        return ICONS[self.request.status]

    @property
    def use(self) -> str:
        """As precisely as it is known."""
        return use_said(self.request)

    @property
    def area(self) -> str:
        return area_said(self.request)

    @property
    def lapses_on(self) -> date | None:
        """None where it does not lapse, or not soon."""
        is_near = self.request.status in LAPSING and lapses_soon(self.request.heard_at, now=self.now)
        return localdate(lapses_at(self.request.heard_at)) if is_near else None

    @property
    def is_late(self) -> bool:
        return self.step is not None and self.step.due_on is not None and self.step.due_on < localdate(self.now)


def rows_of(requests: Iterable[SpaceRequest], steps: Mapping[int, Task], *, now: datetime) -> list[Row]:
    return [Row(request, steps.get(request.pk), now) for request in requests]


def use_said(request: SpaceRequest) -> str:
    """The category, else the use class; "" where neither is known."""
    return str(request.category or (request.get_use_class_display() if request.use_class else ""))


def area_said(request: SpaceRequest) -> str:
    least, most = request.area_min, request.area_max
    if least is not None and most is not None:
        return _("%(least)s to %(most)s\u00a0m²") % {"least": number_format(least), "most": number_format(most)}
    if least is not None:
        return _("from %(least)s\u00a0m²") % {"least": number_format(least)}
    return _("up to %(most)s\u00a0m²") % {"most": number_format(most)} if most is not None else ""


def rent_said(request: SpaceRequest) -> str:
    rent = request.rent_max
    return "" if rent is None else _("up to %(rent)s € a month with utilities") % {"rent": number_format(rent)}


def price_said(request: SpaceRequest) -> str:
    price = request.price_max
    return "" if price is None else _("up to %(price)s €") % {"price": number_format(price, force_grouping=True)}


def time_said(request: SpaceRequest) -> str:
    """For how long, from when and until when, as far as it is known."""
    said = [capfirst(str(request.get_term_display()))] if request.term else []
    if request.from_day:
        said.append(_("from %(day)s") % {"day": date_format(request.from_day, "SHORT_DATE_FORMAT")})
    if request.until_day:
        said.append(_("until %(day)s") % {"day": date_format(request.until_day, "SHORT_DATE_FORMAT")})
    return ", ".join(said)


def labels(choices: Any, values: Iterable[str]) -> list[str]:
    """The labels of chosen values, in the order in which they are offered."""
    wanted = set(values)
    return [capfirst(str(label)) for value, label in choices.choices if value in wanted]


def places_said(request: SpaceRequest) -> list[str]:
    named = [place.name for place in places_named(request)] or [_("anywhere in the district")]
    return [*named, _("in other districts, too")] if request.elsewhere else named


def facts_of_room(request: SpaceRequest) -> list[dict[str, Any]]:
    """What room is looked for, for components/definition_list.html."""
    return [
        {"term": _("What it is about"), "value": capfirst(str(KINDS[request.kind]))},
        {"term": _("Category"), "value": str(request.category or "")},
        {"term": _("Kind of use"), "value": str(request.get_use_class_display()) if request.use_class else ""},
        {"term": _("Size"), "value": area_said(request)},
        {"term": _("Rent"), "value": rent_said(request)},
        {"term": _("Purchase price"), "value": price_said(request)},
        {"term": _("For how long"), "value": time_said(request)},
        {"term": _("Where"), "several": places_said(request)},
        {"term": _("Cannot do without"), "several": labels(SpaceRequest.Equipment, request.musts)},
        {"term": _("Would be good"), "several": labels(SpaceRequest.Equipment, request.needs)},
        {"term": _("Noise, smell and the like"), "several": labels(SpaceRequest.Emission, request.emissions)},
        {"term": _("Opening hours"), "value": spoken(request.hours) if request.hours else ""},
    ]


def facts_of_person(request: SpaceRequest, consent: Consent | None) -> list[dict[str, Any]]:
    """Who looks for it, for components/definition_list.html."""
    agreed = _("no")
    if consent is not None:
        day = date_format(localtime(consent.given_at), "SHORT_DATETIME_FORMAT")
        agreed = _("yes, since %(day)s (wording %(version)s)") % {"day": day, "version": consent.version}
    mail = request.email
    if mail and request.email_confirmed_at is None:
        mail = _("%(email)s (not confirmed)") % {"email": mail}
    return [
        {"term": _("Name"), "value": spoken(request.name) if request.name else ""},
        {"term": _("Company or association"), "value": spoken(request.company) if request.company else ""},
        {"term": _("E-mail address"), "value": mail},
        {"term": _("Telephone"), "value": request.phone},
        {"term": _("Legal form"), "value": spoken(request.legal_form) if request.legal_form else ""},
        {
            "term": _("How far the business is"),
            "value": capfirst(str(request.get_founding_display())) if request.founding else "",
        },
        {"term": _("Concept"), "value": spoken(request.concept) if request.concept else ""},
        {"term": _("Funding"), "value": spoken(request.funding) if request.funding else ""},
        {"term": _("Help wanted with"), "several": labels(SpaceRequest.Help, request.help_wanted)},
        {"term": _("May be passed on"), "value": agreed},
    ]


def events_of(request: SpaceRequest, *, for_office: bool) -> list[dict[str, Any]]:
    """How a request went on, the latest first, for components/timeline.html; notes are for the office alone."""
    about = ("by", "case__unit__address")
    steps = request.steps.select_related(*about) if for_office else request.steps.exclude(kind=SeekerStep.Kind.NOTED)
    return [
        {
            "when": said_when(step, for_office=for_office),
            "datetime": step.at.isoformat(),
            "title": title_of(step, for_office=for_office),
            "text": spoken(step.words) if step.words and for_office else "",
        }
        for step in reversed(list(steps))
    ]


def said_when(step: SeekerStep, *, for_office: bool) -> str:
    moment = str(date_format(localtime(step.at), "SHORT_DATETIME_FORMAT"))
    return f"{moment}, {step.by}" if for_office and step.by else moment


def title_of(step: SeekerStep, *, for_office: bool) -> str:
    if for_office and step.case:
        return capfirst(f"{step.get_kind_display()}: {step.case}")
    is_move = step.kind == SeekerStep.Kind.MOVED and step.status
    return capfirst(str(step.get_status_display() if is_move else step.get_kind_display()))


def tiles_of(counts: Mapping[str, int], asked: QueryDict) -> list[dict[str, Any]]:
    """A number for each status anybody is at, leading to those it counts; the one that is shown leads back to all."""
    tiles = []
    for status, label in SpaceRequest.Status.choices:
        query = asked.copy()
        query.pop("page", None)
        is_shown = query.get("status") == status
        if not counts.get(status) and not is_shown:
            continue
        query["status"] = "" if is_shown else status
        said = {"label": capfirst(str(label)), "icon": ICONS[status]}
        tiles.append({"number": counts.get(status, 0), "url": f"?{query.urlencode()}", "current": is_shown, **said})
    return tiles


def enquiry_cells(enquiries: Iterable[LocationEnquiry]) -> Iterable[Sequence[Any]]:
    """A line of a file for each enquiry, as ENQUIRIES has them."""
    for each in enquiries:
        who = capfirst(str(each.get_role_display()))
        yield [
            each.asked_on,
            who,
            each.topic,
            each.answer,
            str(each.entered_by or ""),
            capfirst(str(each.get_source_display())),
        ]
