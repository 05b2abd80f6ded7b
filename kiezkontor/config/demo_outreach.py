"""A year of outreach for the demo, through the actions people use: letters to almost all, visits, a few who join."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.notices.links import make_links
from kiezkontor.organisations.access import in_state
from kiezkontor.organisations.access_contacting import contactable
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import actions
from kiezkontor.outreach.access import CORRECTABLE_DAYS
from kiezkontor.outreach.actions.answers import answer_by_link
from kiezkontor.outreach.actions.contacts import Talk
from kiezkontor.outreach.actions.interviews import enter_sheet, note_interview
from kiezkontor.outreach.models import Activation, Reason, Topic
from kiezkontor.outreach.rules.purposes import NEEDS

WAVES = 4
"""Letters went out in so many waves, a season apart."""
DAYS_A_WAVE = 80
VISITS = 20
"""Every visit is an action of its own, and the demo has to start quickly."""
ASKED = (
    ("Mietvertrag läuft aus", "Kontakt zur Mietberatung vermittelt", 45),
    ("Plakate für das Schaufenster", "Entwurf geschickt und gedruckt", 30),
)
ANSWERS: tuple[dict[str, Any], ...] = (
    {
        "turnover": "steady",
        "skill_gaps": ["online", "social_media"],
        "digital": ["website", "map_listing", "card_payment"],
        "succession": "not_an_issue",
        "joint_actions": "yes",
        "engagement": ["goods", "time"],
        "wishes": "Mehr Bänke und Fahrradständer.",
    },
    {
        "turnover": "rising",
        "skill_gaps": ["staff"],
        "digital": ["website", "social_media", "online_shop"],
        "succession": "later",
        "joint_actions": "perhaps",
        "space": "bigger",
    },
    {
        "turnover": "falling",
        "skill_gaps": ["online", "succession"],
        "digital": ["map_listing"],
        "succession": "within_five_years",
        "joint_actions": "yes",
        "space": "fits",
        "strengths": "Die Stammkundschaft kommt zu Fuß.",
    },
)
ONLINE, ON_PAPER = 4, 6
"""So many of those who got a letter with a sheet answered online, and sent it back."""
NEXT_STEPS = (("Flyer vorbeibringen", -2), ("Zur Gewerberunde einladen", 0), ("Noch einmal anrufen", 3))


def load_outreach(district: District) -> None:
    """Nothing where outreach was loaded already, or nobody coordinates the district."""
    today = timezone.localdate()
    role = coordinators_on(district, today).select_related("person").order_by("pk").first()
    if role is None or Activation.objects.filter(district=district, last_contact_on__isnull=False).exists():
        return
    by = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    actions.follow_memberships(list(district.memberships.values_list("organisation", flat=True)))
    here = list(
        in_state(Organisation.objects.all(), district, "", on=today).order_by("pk").values_list("pk", flat=True)
    )
    write_letters(here, district, by=by, today=today)
    visit(here, district, by=by, today=today)
    hear_back(here, district, by=by, today=today)
    help_members(district, by=by, today=today)
    hear_needs(here, district, by=by, today=today)


def write_letters(here: Sequence[int], district: District, *, by: Viewer, today: date) -> None:
    for wave in range(WAVES):
        on = today - timedelta(days=(WAVES - wave) * DAYS_A_WAVE)
        written = [pk for nth, pk in enumerate(here) if nth % 20 and nth % WAVES == wave]
        actions.log_letters(written, on=on, district=district, by=by)


def visit(here: Sequence[int], district: District, *, by: Viewer, today: date) -> None:
    topics = Topic.values
    for nth, pk in enumerate(here[3 :: max(1, len(here) // VISITS)][:VISITS]):
        what, days = NEXT_STEPS[nth] if nth < len(NEXT_STEPS) else ("", 0)
        talk = Talk(
            on=today - timedelta(days=70 - 3 * nth),
            channel="visit",
            minutes=10 + nth % 4 * 5,
            topics=[topics[nth % len(topics)], topics[nth * 5 % len(topics)]],
            worries=[topics[nth % 5]] if nth % 3 == 0 else [],
            next_step=what,
            next_on=today + timedelta(days=days) if what else None,
        )
        actions.log_contact(Organisation.objects.get(pk=pk), talk, district=district, by=by)


def hear_back(here: Sequence[int], district: District, *, by: Viewer, today: date) -> None:
    """About one in twenty is won, one in nine declines in a talk, and some of last year's answers fell asleep."""
    on = today - timedelta(days=12)
    members = set(district.memberships.values_list("organisation", flat=True))
    spoken_to = contactable(Organisation.objects.filter(pk__in=here)).values_list("pk", flat=True)
    others = [pk for pk in spoken_to.order_by("pk") if pk not in members]
    actions.move_many(others[6::25], district=district, to="interested", on=on, by=by)
    for nth, pk in enumerate(others[4::9]):
        reason = Reason.values[nth % len(Reason.values)]
        talk = Talk(on=on, channel="phone", minutes=3 + nth % 5, outcome="declined", reason=reason)
        actions.log_contact(Organisation.objects.get(pk=pk), talk, district=district, by=by)
    actions.move_many(others[8::15], district=district, to="dormant", on=on, by=by)


def help_members(district: District, *, by: Viewer, today: date) -> None:
    members = list(Organisation.objects.filter(memberships__district=district).order_by("pk"))
    for member in members[:1]:
        actions.move(member, district=district, to="active", on=today - timedelta(days=9), by=by)
    for nth, member in enumerate(members):
        answers = ANSWERS[nth % len(ANSWERS)]
        note_interview(member, on=today - timedelta(days=20), source="talk", answers=answers, district=district, by=by)
    for nth, member in enumerate(members[: len(ASKED)]):
        request, done, minutes = ASKED[nth]
        on = today - timedelta(days=9 + nth)
        actions.note_support(member, on=on, request=request, done=done, minutes=minutes, district=district, by=by)


def hear_needs(here: Sequence[int], district: District, *, by: Viewer, today: date) -> None:
    """Sheets were brought along; some came back filled in, some were answered online with their code."""
    members = set(district.memberships.values_list("organisation", flat=True))
    asked = [pk for pk in here if pk not in members][2::11][: ONLINE + ON_PAPER]
    made = make_links(NEEDS, dict.fromkeys(asked, ""), days=CORRECTABLE_DAYS, scope_id=district.pk, with_code=True)
    organisations = Organisation.objects.in_bulk(asked)
    for nth, pk in enumerate(asked):
        answers, link = ANSWERS[nth % len(ANSWERS)], made[pk].link
        if nth < ONLINE:
            answer_by_link(link, organisations[pk], answers=answers, district=district)
        else:
            on = today - timedelta(days=nth)
            enter_sheet(link, organisations[pk], on=on, answers=answers, district=district, by=by)
