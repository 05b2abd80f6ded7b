"""A step for many that is done as it was shown: first how many it concerns, then the step itself."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.core.signing import Signer
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare


def signed(asked: Mapping[str, Any], ids: Collection[int], *, salt: str) -> str:
    """Stands for a step in every detail and for each whom it concerns; a page sends it back as "sure"."""
    return Signer(salt=salt).signature(json.dumps([asked, *ids], default=str, sort_keys=True))


def is_confirmed(request: HttpRequest, sure: str) -> bool:
    """Whether exactly this was shown and confirmed."""
    return constant_time_compare(request.POST.get("sure", ""), sure)
