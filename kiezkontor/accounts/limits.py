"""How often something may be tried, so that no stranger floods a mailbox, guesses a secret or locks anybody out.

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

# The code from the mail: three tries each are counted with the code; this stops many that are sent at the same time.
CONFIRMING = {"code_tries": "6/m/key,40/h/key"}
# A password: as the codes, first quickly and then one try a minute from each network, so that whoever knows the address
# alone keeps nobody from their own password. With twelve characters at least that guesses nothing.
PASSWORD_NEAR, PASSWORD_EVERYWHERE = {"password_near": "5/5m/key,20/h/key"}, {"password_everywhere": "60/h/key"}
PASSWORD_NETWORK = {"passwords": "20/m/ip,100/h/ip"}
PASSWORD_SLOWLY, PASSWORD_SLOWLY_HERE = {"password_slowly": "1/m/key"}, {"passwords_slowly": "240/h/ip"}
# The second step: six digits are guessed in the end, so its limit does not soften. Only whoever has passed the first
# step meets it; places where the person is signed in have a limit of their own, and passkeys have none.
STEP_NEAR, STEP_EVERYWHERE = {"step_near": "5/5m/key,20/h/key"}, {"step_everywhere": "40/h/key"}
# A passkey cannot be guessed; this keeps one network from keeping us busy.
PASSKEYS = {"passkeys": "30/m/ip,300/h/ip"}


def may_ask_for_code(request: HttpRequest, email: str) -> bool:
    """Whether one more code may be sent to the address on behalf of the network that asks; counts it if so."""
    here = f"{email} {ratelimit.get_ip(request)}"
    slowly = _counted(request, SLOWLY, here)
    if _counted(request, NEAR, here) and _counted(request, NETWORK, here) and _counted(request, EVERYWHERE, email):
        return True
    return slowly and _counted(request, SLOWLY_FROM_HERE, here)


def may_confirm_code(request: HttpRequest, email: str) -> bool:
    return _counted(request, CONFIRMING, f"{email} {ratelimit.get_ip(request)}")


def may_try_password(request: HttpRequest, email: str) -> bool:
    here = f"{email} {ratelimit.get_ip(request)}"
    slowly = _counted(request, PASSWORD_SLOWLY, here)
    near, network = _counted(request, PASSWORD_NEAR, here), _counted(request, PASSWORD_NETWORK, here)
    if near and network and _counted(request, PASSWORD_EVERYWHERE, email):
        return True
    return slowly and _counted(request, PASSWORD_SLOWLY_HERE, here)


def may_try_second_step(request: HttpRequest, person_id: int, *, at_home: bool) -> bool:
    """at_home: whether the person is signed in with another device in the same network."""
    if not _counted(request, STEP_NEAR, f"{person_id} {ratelimit.get_ip(request)}"):
        return False
    return at_home or _counted(request, STEP_EVERYWHERE, str(person_id))


def may_try_passkey(request: HttpRequest) -> bool:
    return _counted(request, PASSKEYS, "")


def _counted(request: HttpRequest, rates: dict[str, str], key: str) -> bool:
    (action,) = rates
    return ratelimit.consume(request, app=_APP, action=action, config=rates, key=key) is not None
