"""How much one person may write on the board in a day, and for how long a post may hang there."""

from datetime import date, timedelta

DAY = timedelta(days=1)
# A busy shop has one or two things to say a day; more than this is advertising or a program.
POSTS_A_DAY, REPLIES_A_DAY, COMPLAINTS_A_DAY = 5, 30, 10
SHOWN_FOR, AT_MOST = timedelta(days=60), timedelta(days=365)


def last_day_from(today: date) -> date:
    """Until when a post is shown whose author says nothing else."""
    return today + SHOWN_FOR


def is_possible_last_day(last_on: date, *, today: date) -> bool:
    return today <= last_on <= today + AT_MOST


# New people written to, which is more of a burden to others than one more message to somebody who answers.
FIRST_CONTACTS_A_DAY = 5
