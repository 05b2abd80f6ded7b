"""How many codes may be asked for, so that no stranger floods a mailbox and none locks anybody out.

Counted for all processes together. Known and unknown addresses are counted alike, so the limits tell nothing.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_APP = "accounts"
# From one network, whatever the addresses; for one address from one network.
HARD = {"codes": "10/m/ip,60/h/ip,3/m/key"}
# Quickly: ten an hour from one network, thirty from all together. Beyond that slowly, and that is never closed:
# however often others ask elsewhere, each network may have one code every five minutes.
NEAR, EVERYWHERE, SLOWLY = {"codes_near": "10/h/key"}, {"codes_everywhere": "30/h/key"}, {"codes_slowly": "1/5m/key"}


def may_ask_for_code(request: HttpRequest, email: str) -> bool:
    """Whether one more code may be sent to the address on behalf of the network that asks; counts it if so."""
    here = f"{email} {ratelimit.get_ip(request)}"
    if not _counted(request, HARD, here):
        return False
    quickly = _counted(request, NEAR, here) and _counted(request, EVERYWHERE, email)
    slowly = _counted(request, SLOWLY, here)
    return quickly or slowly


def _counted(request: HttpRequest, rates: dict[str, str], key: str) -> bool:
    (action,) = rates
    return ratelimit.consume(request, app=_APP, action=action, config=rates, key=key) is not None
