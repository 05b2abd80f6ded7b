"""How many codes may be asked for, so that no stranger floods a mailbox and none locks anybody out.

Counted for all processes together. Known and unknown addresses are counted alike, so the limits tell nothing.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_APP = "accounts"
# Quickly: for one address three a minute and ten an hour from one network, thirty an hour from all together; for
# whatever addresses, ten a minute and sixty an hour from one network.
NEAR, EVERYWHERE = {"codes_near": "3/m/key,10/h/key"}, {"codes_everywhere": "30/h/key"}
NETWORK = {"codes": "10/m/ip,60/h/ip"}
# Beyond that slowly: however often others ask, elsewhere or here for other addresses, each address may have one code
# every five minutes from each network. What one network may ask for so bounds the mail it can send to strangers.
SLOWLY, SLOWLY_FROM_HERE = {"codes_slowly": "1/5m/key"}, {"codes_slowly_here": "240/h/ip"}


def may_ask_for_code(request: HttpRequest, email: str) -> bool:
    """Whether one more code may be sent to the address on behalf of the network that asks; counts it if so."""
    here = f"{email} {ratelimit.get_ip(request)}"
    slowly = _counted(request, SLOWLY, here)
    if _counted(request, NEAR, here) and _counted(request, NETWORK, here) and _counted(request, EVERYWHERE, email):
        return True
    return slowly and _counted(request, SLOWLY_FROM_HERE, here)


def _counted(request: HttpRequest, rates: dict[str, str], key: str) -> bool:
    (action,) = rates
    return ratelimit.consume(request, app=_APP, action=action, config=rates, key=key) is not None
