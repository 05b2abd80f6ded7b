"""What a page needs that shows the board (`desk/board.html`)."""

from typing import Any

from django.utils import timezone

from kiezkontor.desk import access
from kiezkontor.desk.board import CHOICES, board_of, whose_of
from kiezkontor.desk.forms import NewTaskForm
from kiezkontor.desk.models import Task
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.fields import DIGITS


def board_context(request: DistrictRequest) -> dict[str, Any]:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    whose = whose_of(request.GET.get("whose", ""))
    return {
        "board": board_of(viewer, district, whose=whose, on=today, undo=just_done(request)),
        "tabs": [{"label": label, "url": f"?whose={value}", "current": value == whose} for value, label in CHOICES],
        "form": NewTaskForm(people=access.people_of(district, on=today), me=viewer.person),
    }


def just_done(request: DistrictRequest) -> Task | None:
    """The task whose being done can be undone here, named by the address."""
    named = request.GET.get("done", "")
    if not named.isdecimal() or len(named) > DIGITS:
        return None
    return access.visible_to(request.viewer, request.district).filter(pk=int(named), done_at__isnull=False).first()
