from datetime import date

import pytest

from kiezkontor.outreach.models import Channel, Status
from kiezkontor.outreach.rules.pipeline import (
    MOVES,
    REACHING_OUT,
    STATUSES,
    after_taking_part,
    can_move,
    follows_membership,
    status_after,
    was_allowed,
)


def test_the_table_of_moves_knows_every_status_and_nobody_becomes_unknown_again():
    assert list(STATUSES) == list(MOVES) == Status.values
    assert set(Channel.values) > REACHING_OUT
    for status, to in MOVES.items():
        assert set(to) <= set(STATUSES) - {"identified", status}


@pytest.mark.parametrize(
    ("status", "to", "allowed"),
    [
        ("identified", "visited", True),
        ("identified", "active", False),
        ("identified", "dormant", False),
        ("visited", "contacted", False),
        ("member", "active", True),
        ("declined", "interested", True),
        ("dormant", "active", True),
    ],
)
def test_moves(status, to, allowed):
    assert can_move(status, to) is allowed


@pytest.mark.parametrize(
    ("status", "channel", "outcome", "after"),
    [
        ("identified", "phone", "", "contacted"),
        ("identified", "event", "", "contacted"),
        ("identified", "visit", "", "visited"),
        ("contacted", "visit", "", "visited"),
        ("visited", "mail", "", "visited"),
        ("identified", "mail", "interested", "interested"),
        ("interested", "visit", "interested", "interested"),
        ("interested", "visit", "declined", "declined"),
        ("declined", "visit", "", "declined"),
        ("dormant", "visit", "interested", "interested"),
        ("member", "visit", "declined", "member"),
        ("active", "visit", "interested", "active"),
        ("declined", "phone", "declined", "declined"),
    ],
)
def test_a_contact_leads_on_and_never_back(status, channel, outcome, after):
    assert status_after(status, channel, outcome) == after


@pytest.mark.parametrize(
    ("channel", "on", "since", "may"),
    [
        ("visit", date(2026, 5, 2), None, True),
        ("visit", date(2026, 5, 2), date(2026, 5, 1), False),
        ("mail", date(2026, 5, 1), date(2026, 5, 1), False),
        ("phone", date(2026, 4, 30), date(2026, 5, 1), True),
        ("office_hour", date(2026, 5, 2), date(2026, 5, 1), True),
        ("event", date(2026, 5, 2), date(2026, 5, 1), True),
    ],
)
def test_who_forbade_contact_may_still_come(channel, on, since, may):
    assert was_allowed(channel, on, since) is may


@pytest.mark.parametrize(
    ("status", "is_member", "after"),
    [
        ("identified", True, "member"),
        ("declined", True, "member"),
        ("active", True, "active"),
        ("dormant", True, "dormant"),
        ("member", False, "dormant"),
        ("active", False, "dormant"),
        ("visited", False, "visited"),
    ],
)
def test_the_pipeline_follows_memberships(status, is_member, after):
    assert follows_membership(status, is_member=is_member) == after


@pytest.mark.parametrize(
    ("status", "is_member", "after"),
    [
        ("identified", False, "contacted"),
        ("contacted", False, "contacted"),
        ("interested", False, "interested"),
        ("declined", False, "declined"),
        ("dormant", False, "dormant"),
        ("member", True, "active"),
        ("dormant", True, "active"),
        ("active", True, "active"),
        ("identified", True, "identified"),
    ],
)
def test_who_takes_part_is_active_or_at_least_met(status, is_member, after):
    assert after_taking_part(status, is_member=is_member) == after
