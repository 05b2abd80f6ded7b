"""How many codes of letters may be tried; counted for all processes together."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# Whoever has a letter needs two or three attempts. All networks together may try a hundred thousandth part of a
# billionth of all codes an hour, so that guessing leads nowhere however many try.
FROM_HERE = {"letter_codes": "10/m/ip,40/h/ip"}
TOGETHER = {"letter_codes_together": "600/h/key"}


def may_try_code(request: HttpRequest) -> bool:
    """Whether one more code may be tried from this network; counts it if so."""
    return all(
        ratelimit.consume(request, app="organisations", action=next(iter(rates)), config=rates, key="all") is not None
        for rates in (FROM_HERE, TOGETHER)
    )
