from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.codes import LENGTH, SIGNS, as_printed, as_typed

PURPOSE = "organisations.invited"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("K7QF-2MXN", "K7QF2MXN"),
        (" k7qf 2mxn ", "K7QF2MXN"),
        ("K70F2MXN", "K7QF2MXN"),
        ("K7QF-2MX", ""),
        ("K7QF-2MXNN", ""),
        ("K7QÄ-2MXN", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, meant):
    assert as_typed(typed) == meant


def test_a_printed_code_is_read_back():
    code = SIGNS[:LENGTH]
    assert as_typed(as_printed(code)) == code


@pytest.mark.django_db
class TestLinks:
    def test_the_table_holds_neither_token_nor_code(self):
        made = links.make_link(PURPOSE, 7, days=30, scope_id=1, with_code=True)
        stored = PersonalLink.objects.values().get()
        assert made.token not in map(str, stored.values())
        assert made.code not in map(str, stored.values())

    def test_a_link_opens_its_own_purpose_in_its_own_district_alone(self):
        made = links.make_link(PURPOSE, 7, days=30, scope_id=1)
        assert links.opened_by(made.token, purposes={PURPOSE}, scope_id=1) == made.link
        assert links.opened_by(made.token, purposes={"organisations.fresh"}, scope_id=1) is None
        assert links.opened_by(made.token, purposes={PURPOSE}, scope_id=2) is None
        assert links.opened_by("forged", purposes={PURPOSE}, scope_id=1) is None

    def test_a_typed_code_opens_the_same_as_its_link_and_no_link_without_a_code(self):
        made = links.make_link(PURPOSE, 7, days=30, scope_id=1, with_code=True)
        found = links.by_code(as_printed(made.code).lower())
        assert found == made.link
        token = links.typed_token(found)
        assert links.opened_by(token, purposes={PURPOSE}, scope_id=1) == made.link
        assert links.opened_by(token, purposes={PURPOSE}, scope_id=2) is None
        assert links.opened_by(token + "x", purposes={PURPOSE}, scope_id=1) is None
        mailed = links.typed_token(links.make_link(PURPOSE, 8, days=30, scope_id=1).link)
        assert links.opened_by(mailed, purposes={PURPOSE}, scope_id=1) is None

    def test_a_link_ends_with_its_day_its_use_or_its_withdrawal(self):
        expired, used, withdrawn = (links.make_link(PURPOSE, number, days=30).link for number in range(3))
        assert links.state_of(expired) == "open"
        expired.expires_at = timezone.now() - timedelta(seconds=1)
        links.use(used)
        assert links.withdraw(PersonalLink.objects.all()) == 2
        withdrawn.refresh_from_db()
        assert [links.state_of(each) for each in (expired, used, withdrawn)] == ["expired", "used", "withdrawn"]

    def test_links_are_forgotten_some_time_after_their_end(self):
        links.make_link(PURPOSE, 1, days=-200)
        kept = links.make_link(PURPOSE, 2, days=30).link
        gone = links.links_over(timezone.now() - timedelta(days=180))
        assert list(PersonalLink.objects.exclude(pk__in=gone)) == [kept]
