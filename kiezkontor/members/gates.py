"""Pages for members of a district's network and for those who look after what happens among them."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import HttpResponse
from django.shortcuts import render

from kiezkontor.districts.gates import Gated, View, office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.members import access


def members_page[**P](*roles: str) -> Callable[[View[DistrictRequest, P]], Gated]:
    """Open a page to some roles; whoever holds one but does not belong to the network today reads why it is closed."""

    def decorate(view: View[DistrictRequest, P]) -> Gated:
        @wraps(view)
        def answer(request: DistrictRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not access.may_read(request.viewer, request.district):
                return render(request, "members/closed.html", status=403)
            return view(request, *args, **kwargs)

        return office_page(*roles)(cast("View[DistrictRequest, P]", answer))

    return decorate
