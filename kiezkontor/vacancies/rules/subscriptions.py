"""Whoever wants to hear of rooms on offer: how much may come in, and how long an address is kept."""

from datetime import timedelta

HOUR = timedelta(hours=1)
# More than this within an hour, of visitors of one district, is a machine; and so many for one address are enough.
SUBSCRIPTIONS_AN_HOUR, MOST_OF_AN_ADDRESS = 30, 5
# What nobody confirmed is gone after a week; what was confirmed is asked for again by nobody and ends after two years.
UNCONFIRMED_KEPT, KEPT = timedelta(days=7), timedelta(days=730)
LINK_DAYS = 730
# What the personal link opens: one's own subscription.
OWN = "vacancy.offers"
