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

    def test_a_link_opens_its_own_purpose_alone(self):
        made = links.make_link(PURPOSE, 7, days=30)
        assert links.by_token(made.token, purposes={PURPOSE}) == made.link
        assert links.by_token(made.token, purposes={"organisations.fresh"}) is None
        assert links.by_token("forged", purposes={PURPOSE}) is None

    def test_a_code_opens_in_its_own_district_alone_and_only_while_it_is_open(self):
        made = links.make_link(PURPOSE, 7, days=30, scope_id=1, with_code=True)
        assert links.by_code(as_printed(made.code).lower(), scope_id=1) == made.link
        assert links.by_code(made.code, scope_id=2) is None
        links.use(made.link)
        assert links.by_code(made.code, scope_id=1) is None

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
