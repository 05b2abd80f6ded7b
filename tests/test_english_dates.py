from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import formats, timezone, translation

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import day_and_time, shown
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("DATE_FORMAT", "5 March 2026"),
        ("SHORT_DATE_FORMAT", "5 Mar 2026"),
        ("MONTH_DAY_FORMAT", "5 March"),
        ("TIME_FORMAT", "16:30"),
        ("DATETIME_FORMAT", "5 March 2026, 16:30"),
        ("SHORT_DATETIME_FORMAT", "5 Mar 2026, 16:30"),
    ],
)
def test_english_names_the_day_before_the_month_and_counts_24_hours(name, written):
    moment = timezone.localtime(datetime(2026, 3, 5, 15, 30, tzinfo=UTC))
    with translation.override("en"):
        assert formats.date_format(moment, name) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Thursday, 5 March 2026, 16:30 to 18:00"), ("de", "Donnerstag, 5. März 2026, 16:30 bis 18:00 Uhr")],
)
def test_an_event_names_its_day_in_the_order_of_the_language(language, written):
    begins = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)
    with translation.override(language):
        assert day_and_time(Event(starts_at=begins, ends_at=begins + timedelta(minutes=90))) == written


@pytest.mark.parametrize(
    ("language", "whole"),
    [("en", ["5_March", "to 18:00"]), ("de", ["5._März", "bis 18:00_Uhr", "März 2026, 16:30 bis"])],
)
def test_no_line_ends_within_the_day_of_an_event_on_its_pages(db, client, language, whole):
    begins = datetime(2126, 3, 5, 15, 30, tzinfo=UTC)
    kiez = builders.district(slug="musterkiez")
    event = calendar.event(kiez, starts_at=begins, ends_at=begins + timedelta(minutes=90))
    part = "" if language == "de" else "/en"
    wanted = [each.replace("_", "\N{NO-BREAK SPACE}").replace("2026", "2126") for each in whole]
    for page in ("", f"{event.pk}/"):
        text = client.get(f"/musterkiez{part}/kalender/{page}").text
        assert [each in text for each in wanted] == [True] * len(wanted), page
    with translation.override(language):
        assert [wanted[0] in shown(event)["when"], wanted[0] in day_and_time(event)] == [True, False]


@pytest.mark.parametrize(("page", "since"), [("/en", "since 5 Mar 2026"), ("", "seit 05.03.2026")])
def test_no_reader_takes_the_month_for_the_day(client, db, page, since):
    kiez = builders.district(slug="musterkiez")
    client.force_login(builders.coordinator(kiez))
    builders.role(person("Edda"), kiez, from_on=date(2026, 3, 5))
    assert since in client.get(f"/musterkiez{page}/buero/team/").text
