"""Which time step a code of an authenticator app belongs to (RFC 6238), and that none counts twice."""

from collections.abc import Callable
from hmac import compare_digest

STEP_SECONDS = 30
# Clocks of phones go wrong and people type slowly: one step before and after, as RFC 6238 recommends (section 5.2).
STEPS_AROUND = 1


def step_of_code(code: str, *, now: float, used: int | None, code_at: Callable[[int], str]) -> int | None:
    """The step whose code was entered; None for a wrong one and for one not newer than the last used.

    now: seconds since 1970. used: the step of the last accepted code. code_at: the code of a step.
    All steps are compared, whatever the first ones say, so that the time taken tells nothing.
    """
    today = int(now // STEP_SECONDS)
    steps = range(today - STEPS_AROUND, today + STEPS_AROUND + 1)
    fitting = [step for step in steps if compare_digest(code_at(step).encode(), code.encode())]
    return next((step for step in fitting if used is None or step > used), None)
