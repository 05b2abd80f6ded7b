"""How many codes of letters may be tried; counted for all processes together."""

from allauth.core.internal import ratelimit

from kiezkontor.districts.requests import DistrictRequest

# Whoever has a letter needs two or three attempts. All networks together may try a billionth of all codes an hour at a
# district, so that guessing leads nowhere however many try, and one district under attack closes no other.
FROM_HERE = {"letter_codes": "10/m/ip,40/h/ip"}
TOGETHER = {"letter_codes_together": "600/h/key"}


def may_try_code(request: DistrictRequest) -> bool:
    """Whether one more code may be tried from this network and at this district; counts it if so."""
    here = str(request.district.pk)
    return all(
        ratelimit.consume(request, app="organisations", action=next(iter(rates)), config=rates, key=here) is not None
        for rates in (FROM_HERE, TOGETHER)
    )
