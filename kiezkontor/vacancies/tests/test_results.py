"""The office reads what its work on vacancies came to, with the cases; board and funder read totals."""

import random
from datetime import timedelta
from statistics import median

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.vacancies.models import (
    FollowUp,
    Letting,
    LettingSubsidy,
    Owner,
    OwnerTalk,
    RentModel,
    SeekerStep,
    SpaceRequest,
    VacancyCase,
    VacancyReport,
    Viewing,
)
from kiezkontor.vacancies.presenting_results import FIGURES
from kiezkontor.vacancies.rules.lettings import after_months
from kiezkontor.vacancies.rules.periods import period_of
from kiezkontor.vacancies.tests import builders, seekers
from kiezkontor.vacancies.urls_results import IN_GERMAN

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/buero/leerstand/ergebnisse/"
MARK = "Geheimwort"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


def ago(days):
    return timezone.now() - timedelta(days=days)


def day(days):
    return timezone.localdate() - timedelta(days=days)


def filled(kiez, seed=7, size=14):
    """Cases with owners, talks, uses, reports and requests of the last two years, drawn from a seed."""
    draw = random.Random(seed)
    for number in range(size):
        opened = draw.randrange(60, 700)
        is_closed = draw.random() < 0.3
        case = builders.case(
            kiez,
            opened_at=ago(opened),
            closed_at=ago(draw.randrange(0, opened)) if is_closed else None,
            outcome="let" if is_closed else "",
        )
        owner = builders.owner(kiez, case.unit, name=f"{MARK} {number}") if draw.random() < 0.8 else None
        for _nth in range(draw.randrange(4) if owner else 0):
            OwnerTalk.objects.create(
                owner=owner,
                on=day(draw.randrange(700)),
                channel="phone",
                was_reached=draw.random() < 0.8,
                noted_at=timezone.now(),
            )
        report = builders.report(kiez, case=case, words=MARK, received_at=ago(opened + draw.randrange(30)))
        VacancyReport.objects.filter(pk=report.pk).update(status="accepted", decided_at=ago(draw.randrange(opened)))
        placed(case, draw, opened)
        asked = seekers.request(kiez, f"{MARK} {number}", sent_at=ago(opened), begun_at=ago(opened))
        for _nth in range(draw.randrange(3)):
            step = SeekerStep.objects.create(
                request=asked, at=ago(draw.randrange(opened)), by=person(), kind="moved", status="checked"
            )
            assert step.pk
        for _nth in range(draw.randrange(3)):
            state = draw.choice(["held", "held", "cancelled"])
            Viewing.objects.create(
                case=case, request=asked, starts_at=ago(draw.randrange(opened)), state=state, made_at=timezone.now()
            )


def placed(case, draw, opened):
    if draw.random() < 0.3:
        return
    begins = draw.randrange(-10, opened)
    ended = draw.randrange(begins - 1) if begins > 2 and draw.random() < 0.7 else None
    use = builders.letting(
        case,
        kind=draw.choice(["interim", "fixed_term"]),
        tenant=MARK,
        begins_on=day(begins),
        ends_on=day(-400),
        agreed_at=ago(draw.randrange(max(begins, 0), opened)),
        jobs=draw.choice([None, 0, 2, 5]),
        ending=draw.choice(["at_term", "early", "converted", "closed_down", "mistake"]) if ended is not None else "",
        ended_on=day(ended) if ended is not None else None,
    )
    if draw.random() < 0.4:
        model = RentModel.objects.filter(district=case.district).first() or builders.rent_model(case.district)
        builders.supported(use, model, months=draw.choice([3, 6, 24]))
    for months in (3, 6):
        if draw.random() < 0.5:
            FollowUp.objects.create(
                letting=use,
                months=months,
                asked_on=day(draw.randrange(max(begins, 1))),
                result=draw.choice(["there", "moved_near", "gone"]),
                jobs=draw.choice([None, 1, 4]),
            )


def lasting(kiez, since, before):
    """How many are still there after the end, of how many."""
    stayed = ended = 0
    for use in Letting.objects.filter(case__district=kiez).exclude(ending="mistake"):
        over = use.ended_on
        if use.kind != "interim":
            subsidy = LettingSubsidy.objects.filter(letting=use).first()
            ends = [day for day in (after_months(subsidy.months, on=use.begins_on), over) if day] if subsidy else []
            over = min(ends, default=None)
        if over is None or not since <= over < before or over > timezone.localdate():
            continue
        ended += 1
        last = use.follow_ups.filter(asked_on__gte=over).order_by("-months").first()
        went_on = use.ended_on is None or use.ended_on > over
        stayed += use.ending == "converted" or (last.result == "there" if last else went_on)
    return stayed, ended


def recount(kiez, since, before):
    """The same figures by queries and loops of their own."""
    today = timezone.localdate()
    begun = Letting.objects.filter(case__district=kiez, begins_on__gte=since, begins_on__lt=before, follows=None)
    begun = begun.filter(begins_on__lte=today).exclude(ending="mistake")
    cases = set()
    for case in VacancyCase.objects.filter(district=kiez):
        opened = timezone.localdate(case.opened_at)
        over = case.closed_at and timezone.localdate(case.closed_at) <= since
        if (opened < before and not over and since <= today) or begun.filter(case=case).exists():
            cases.add(case.pk)
    owners = Owner.objects.filter(district=kiez, owned__unit__vacancy_cases__in=cases).distinct()
    talks = OwnerTalk.objects.filter(owner__in=list(owners), was_reached=True, on__gte=since, on__lt=before)
    stayed, ended = lasting(kiez, since, before)
    jobs = []
    for use in begun:
        said = [use.jobs, *use.follow_ups.order_by("months").values_list("jobs", flat=True)]
        jobs += [each for each in said if each is not None][-1:]
    decided = [
        (timezone.localdate(report.decided_at) - timezone.localdate(report.received_at)).days
        for report in VacancyReport.objects.filter(district=kiez, decided_at__isnull=False)
        if since <= timezone.localdate(report.decided_at) < before
    ]
    first = []
    for asked in SpaceRequest.objects.filter(district=kiez):
        step = asked.steps.filter(kind="moved").exclude(by=None).order_by("at").first()
        if step and since <= timezone.localdate(step.at) < before:
            first.append((timezone.localdate(step.at) - timezone.localdate(asked.sent_at)).days)
    seen = []
    for asked in SpaceRequest.objects.filter(district=kiez):
        viewing = asked.viewings.filter(state="held").order_by("starts_at").first()
        if viewing and since <= timezone.localdate(viewing.starts_at) < before:
            seen.append((timezone.localdate(viewing.starts_at) - timezone.localdate(asked.sent_at)).days)
    agreed = []
    for case in VacancyCase.objects.filter(district=kiez):
        use = case.lettings.exclude(ending="mistake").order_by("agreed_at").first()
        report = case.reports.order_by("received_at").first()
        if use and since <= timezone.localdate(use.agreed_at) < before:
            known = min(case.opened_at, report.received_at if report else case.opened_at)
            agreed.append((timezone.localdate(use.agreed_at) - timezone.localdate(known)).days)
    reached = talks.values("owner").distinct().count()
    return {
        "cases": (len(cases), None),
        "owners": (reached, owners.count()),
        "talks": (round(talks.count() / reached, 1) if reached else None, None),
        "placements": (begun.count(), len(cases)),
        "permanence": (stayed, ended),
        "jobs": (sum(jobs) if jobs else None, None),
        "reporters": (median(decided) if decided else None, len(decided) or None),
        "seekers": (median(first) if first else None, len(first) or None),
        "viewings": (median(seen) if seen else None, len(seen) or None),
        "leases": (median(agreed) if agreed else None, len(agreed) or None),
    }


@pytest.mark.parametrize("seed", [7, 8])
def test_every_figure_is_what_an_independent_count_finds(office, kiez, seed):
    filled(kiez, seed)
    filled(districts.district("Fremdkiez"), seed + 100, size=3)
    year = timezone.localdate().year
    asked = [f"period={each}" for each in (year, year - 1, f"{year}-h2", f"{year}-q1", f"{year}-q4")]
    asked.append(f"since={day(200)}&before={day(20)}")
    for query in asked:
        answer = office.get(f"{PAGE}?{query}")
        rows = {row.figure.key: row for row in answer.context["rows"]}
        period = answer.wsgi_request.GET
        since, before = (day(200), day(19)) if "since" in period else span(period["period"])
        assert {key: (row.now.value, row.now.of) for key, row in rows.items()} == recount(kiez, since, before), query


def span(key):
    found = period_of(key)
    return found.since, found.before


def test_each_figure_opens_its_cases(office, kiez):
    filled(kiez)
    year = timezone.localdate().year
    rows = {row.figure.key: row.now for row in office.get(f"{PAGE}?period={year}").context["rows"]}
    for figure in FIGURES:
        answer = office.get(f"{PAGE}{IN_GERMAN[figure.key]}/?period={year}")
        assert answer.status_code == 200
        for row in answer.context["rows"]:
            assert office.get(row.url).status_code == 200
        if figure.key in {"cases", "placements"}:
            assert len(answer.context["rows"]) == rows[figure.key].value
        if figure.key in {"owners", "permanence", "reporters", "seekers", "viewings", "leases"}:
            assert len(answer.context["rows"]) == rows[figure.key].of


def test_where_nothing_happened_the_page_says_so_in_words(office):
    shown = office.get(PAGE).text
    for words in ("Es wurde kein Leerstand bearbeitet", "Niemand ist eingezogen", "Es wurde keine Meldung beantwortet"):
        assert words in shown
    assert "In diesem Zeitraum gibt es nichts zu zählen" in office.get(f"{PAGE}vermittlungen/").text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("since=2026-01-01&before=", "before"),
        ("since=2026-02-01&before=2026-01-01", "before"),
        ("since=quatsch&before=2026-01-01", "since"),
        ("since=1990-01-01&before=2026-01-01", "since"),
        ("since=2000-01-01&before=2026-01-01", "before"),
    ],
)
def test_days_that_are_no_period_are_refused_at_their_field(office, query, field):
    answer = office.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}


def test_the_file_holds_the_figures_with_period_and_definition(office, kiez):
    filled(kiez)
    year = timezone.localdate().year
    rows = office.get(f"{PAGE}ergebnisse.csv?period={year}").content.decode("utf-8-sig").splitlines()
    assert len(rows) == len(FIGURES) + 1
    assert all(f"01.01.{year};31.12.{year};Musterkiez" in row for row in rows[1:])
    assert office.get(f"{PAGE}ergebnisse.xlsx?period={year}").status_code == 200


def reader_of_totals(kiez, name):
    client = Client()
    client.force_login(districts.role(person(), kiez, name).person)
    return client


@pytest.mark.parametrize("name", [Role.Name.BOARD.value, Role.Name.FUNDER.value])
def test_board_and_funder_read_totals_of_years_and_nothing_of_one_or_two(kiez, name):
    filled(kiez, size=2)
    reader = reader_of_totals(kiez, name)
    for query in ("", "?period=2026-q1", f"?since={day(30)}&before={day(3)}"):
        answer = reader.get(f"{PAGE}{query}")
        assert answer.status_code == 200
        assert MARK not in answer.text
        told = {
            number
            for row in answer.context["rows"]
            for each in (row.now, row.before)
            for number in (each.value, each.of)
        }
        assert told <= {None, 0}
        assert len(answer.context["period"]) == 4
        assert MARK not in reader.get(f"{PAGE}ergebnisse.csv{query}").text
    for figure in FIGURES:
        assert reader.get(f"{PAGE}{IN_GERMAN[figure.key]}/").status_code == 403
    filled(kiez, size=25)
    values = {row.figure.key: row.now for row in reader.get(PAGE).context["rows"]}
    assert values["cases"].value > 2
    assert all(
        row.value is None or not 0 < row.value < 3
        for key, row in values.items()
        if key in {"cases", "owners", "placements", "permanence"}
    )


@pytest.mark.parametrize("name", [Role.Name.BOARD.value, Role.Name.FUNDER.value])
def test_what_happened_in_the_running_quarter_changes_no_total(kiez, name):
    filled(kiez)
    reader = reader_of_totals(kiez, name)
    year = timezone.localdate().year
    before = reader.get(f"{PAGE}ergebnisse.csv?period={year}").content
    for _each in range(4):
        builders.letting(builders.case(kiez), begins_on=timezone.localdate())
    assert reader.get(f"{PAGE}ergebnisse.csv?period={year}").content == before
