"""The pages of meetings in the access table, and what they are about."""

from typing import Any

from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.access_courses import FEEDBACK, TOOK_PART
from kiezkontor.meetings.access_minutes import SENT
from kiezkontor.meetings.models import Certificate
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.notices import links
from tests.calendar_pages import BODIES

# Behind the code on the wall.
IN_A_ROOM = {f"meetings:{page}" for page in ("check_in", "checked_in", "follow", "followed", "swap", "swap_back")}
# Asked for by who checked in with the same telephone.
SWAPPED = {"meetings:swap_vcf"}
ON_A_TELEPHONE = {f"meetings:{page}" for page in ("vote", "voted", "vote_picture")}
ON_A_CARD = {"meetings:card", "meetings:card_written"}
IN_A_MAIL = {"meetings:minutes_sent", "meetings:minutes_sent_pdf"}
OF_A_COURSE = {f"meetings:{page}" for page in ("took_part", "took_part_certificate", "took_part_material")}
BEHIND_A_LINK = OF_A_COURSE | {"meetings:course_answer"} | IN_A_ROOM | ON_A_TELEPHONE | ON_A_CARD | IN_A_MAIL | SWAPPED
CHECKING = ("meetings:certificate_check", "meetings:course_answered")
PUBLIC_MEETINGS = BEHIND_A_LINK | {"meetings:minutes", "meetings:minutes_pdf", "meetings:public_minutes", *CHECKING}
MINUTES_OF_THE_COORDINATION = {f"meetings:{page}" for page in ("begin", "live", "state", "quorum", "end", "approve")}
MINUTES_OF_THE_COORDINATION |= {
    f"meetings:item_{page}"
    for page in ("write", "now", "settle", "decide", "interest", "task", "tick", "idea", "ballot", "board")
}
BALLOTS = ("begin", "close", "remove", "print", "papers", "enter", "show_picture", "picture", "logo")
MINUTES_OF_THE_COORDINATION |= {"meetings:ballot", *(f"meetings:ballot_{page}" for page in BALLOTS)}
BOARDS = {"meetings:board", *(f"meetings:board_{page}" for page in ("sort", "type_in", "take_cards", "take_down"))}
MINUTES_OF_THE_COORDINATION |= BOARDS | BODIES
TAKEN_BACK = {"meetings:item_decision_back", "meetings:item_interest_back"}
MINUTES_OF_THE_COORDINATION |= {"meetings:version_pdf"} | TAKEN_BACK
MEETINGS_OF_THE_OFFICE = {f"meetings:{page}" for page in ("agenda", "take", "item_new")}
NETWORK_TOTALS = {"meetings:year"}
OF_A_MEASURE = ("measure", "measure_remove", "measure_photos")
PHOTOS = tuple(f"photo_{which}{deed}" for which in ("before", "after") for deed in ("", "_remove"))
MEETINGS_OF_THE_OFFICE |= {f"meetings:{page}" for page in PHOTOS}
MEETINGS_OF_THE_OFFICE |= {
    f"meetings:{page}" for page in ("plan", "plan_csv", "plan_xlsx", *OF_A_MEASURE, "measure_new")
}
OF_SOMEBODY_THERE = ("swap_enter", "free_phone", "let_vote")
ATTENDANCE = ("attendance", "mark", "add_person", "open_room", "door", *OF_SOMEBODY_THERE)
MEETINGS_OF_THE_OFFICE |= {f"meetings:{page}" for page in ATTENDANCE}
COURSES = ("course", "course_change", "course_day", "course_certify", "course_ask", "material_add")
MEETINGS_OF_THE_OFFICE |= {f"meetings:{page}" for page in (*COURSES, "courses", "course_plan")}
MEETINGS_OF_THE_OFFICE |= {f"meetings:{page}" for page in ("material", "material_remove", "certificate")}
MEETINGS_OF_THE_OFFICE |= {f"meetings:item_{page}" for page in ("change", "up", "down", "remove")}


def in_meetings(district: Any) -> dict[str, dict[str, Any]]:
    """A public round with an item on its agenda, and minutes for members of which a part is for everybody."""
    event = meetings.event(district)
    item = meetings.item(event)
    meetings.item(event, is_closed=True)
    approved = meetings.approved(event, readers="members", has_public=True)
    sent = links.make_link(SENT, approved.meeting_id, days=9, scope_id=district.pk).token
    now = calendar.event(district, starts_at=timezone.now(), audience="invited")
    talked_about, disputed = meetings.item(now), meetings.item(now)
    came = meetings.deputy(now)
    meetings.swapped(came)
    behind_the_code = {"token": room.token_of(talked_about.meeting)}
    asked = meetings.ballot(talked_about, is_open=True)
    on_paper = {"pk": asked.pk, "option_pk": meetings.with_picture(asked).pk}
    course = meetings.course(district)
    earned, material = meetings.earned(course), meetings.material(course)
    read = took_part_link(earned, TOOK_PART)
    return {
        # What is voted on at meetings.
        "districts:edit_brand_draft_": {"pk": districts.draft(district).pk},
        "meetings:": {"pk": event.pk},
        "meetings:item_": {"pk": item.pk},
        "meetings:item_new": {"pk": event.pk},
        "meetings:item_decision_back": {"pk": talked_about.pk, "noted_pk": meetings.decision(talked_about).pk},
        "meetings:item_interest_back": {"pk": disputed.pk, "noted_pk": meetings.interest(disputed).pk},
        **{f"meetings:{page}": {} for page in ("year", "plan", "plan_csv", "plan_xlsx", "measure_new")},
        **{f"meetings:{page}": {"pk": meetings.measure(district).pk} for page in OF_A_MEASURE},
        **{f"meetings:{page}": {"pk": meetings.with_photos(district).pk} for page in PHOTOS},
        "meetings:version_pdf": {"pk": approved.pk},
        **dict.fromkeys(IN_A_ROOM | SWAPPED, behind_the_code),
        **{f"meetings:{page}": {"pk": now.pk, "attendance_pk": came.pk} for page in OF_SOMEBODY_THERE},
        **dict.fromkeys(ON_A_TELEPHONE, behind_the_code | on_paper),
        "meetings:ballot": on_paper,
        **dict.fromkeys(ON_A_CARD, behind_the_code | {"pk": meetings.board(talked_about, "Kurze Wege").pk}),
        **{page: {"pk": meetings.board(talked_about, "Kurze Wege").pk} for page in BOARDS},
        **{f"meetings:{page}": {"pk": course.pk} for page in COURSES},
        **{page: {} for page in ("meetings:courses", "meetings:course_plan", "meetings:public_minutes", *CHECKING)},
        "meetings:material": {"pk": material.pk},
        "meetings:material_remove": {"pk": material.pk},
        "meetings:certificate": {"pk": earned.pk},
        **{page: {"token": read, "pk": material.pk} for page in OF_A_COURSE},
        "meetings:course_answer": {"token": took_part_link(earned, FEEDBACK)},
        **{page: {"token": sent} for page in IN_A_MAIL},
    }


def took_part_link(earned: Certificate, purpose: str) -> str:
    """As it is mailed to who earned a certificate."""
    scope = earned.course.event.district_id
    return links.make_link(purpose, earned.attendance_id or 0, days=9, scope_id=scope).token
