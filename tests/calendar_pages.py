"""The pages of the calendar in the access table, and what they are about."""

from typing import Any

from kiezkontor.calendar.access_inviting import purpose_of_letters
from kiezkontor.calendar.actions.answers import link_to
from kiezkontor.calendar.actions.own_feed import make_own_feed
from kiezkontor.calendar.models import Answer
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.organisations.tests.builders import letter_run

PUBLIC_CALENDAR = {"calendar:events", "calendar:event", "calendar:event_ics", "calendar:register"}
PUBLIC_CALENDAR |= {f"calendar:{page}" for page in "month map map_events past embedded ics atom".split()}
PUBLIC_CALENDAR |= {"api-v1:all_events", "api-v1:one_event"}
# Behind a personal link.
PUBLIC_CALENDAR |= {"calendar:own_answer", "calendar:take", "calendar:own_ics"}
OWN_INVITATIONS = {"calendar:own_invitations"}
# Nobody but who looks after the shop is invited to anything.
OWN_REPLIES = {"calendar:own_reply", "calendar:own_change"}
OWN_CALENDAR = {"calendar:own_feed", "calendar:own_feed_withdraw"}
CALENDAR_OF_THE_OFFICE = {"calendar:office"} | {
    f"calendar:office_{page}"
    for page in (
        *("new", "event", "change", "announce", "move", "postpone", "cancel", "remove", "note_answer", "cost"),
        *("slots", "slot_new", "slot", "slot_cancel", "slot_restore", "slot_remove"),
        *("feeds", "feed_new", "feed", "feed_take", "feed_read", "feed_change", "feed_leave_out", "feed_remove"),
        *("change_answer", "series", "series_new", "series_one", "series_change", "series_end"),
        *("invitations", "invite", "invitations_csv", "invitations_xlsx", "tap", "note_invited", "uninvite"),
        *("letters", "letters_run", "letters_file"),
        *("slips", "reminder_new", "reminder", "reminder_remove"),
        *("groups", "group_new", "group", "group_remove"),
        *("formats", "format_new", "format", "format_remove"),
    )
}

BODIES = {f"calendar:office_{page}" for page in ("bodies", "body_new", "body", "body_seat", "body_remove")}


def in_the_calendar(district: Any, shop: Any) -> dict[str, dict[str, Any]]:
    """A public event with an answer, and somebody invited who has not answered; the shop is asked and has answered."""
    event = calendar.event(district, capacity=20)
    answer = calendar.answer(event)
    behind_a_link = {"token": link_to(answer)}
    Answer.objects.filter(pk=answer.pk).update(organisation=shop)
    asked = calendar.invitation(event, organisation=shop)
    of_event = {"pk": event.pk, "answer_pk": answer.pk, "invitation_pk": calendar.invitation(event).pk}
    of_event |= {"slot_pk": event.slots.get().pk}
    of_event |= {"reminder_pk": event.reminders.create(hours_before=2).pk}
    template = calendar.event_format(district)
    run = letter_run(district, purpose=purpose_of_letters(event))
    return {
        "calendar:": of_event,
        "calendar:office_series": {"pk": calendar.series(district).pk},
        "calendar:office_cost": {"pk": calendar.event(district, kind="action").pk},
        "calendar:office_feed": of_a_feed(district),
        "api-v1:one_event": {"pk": event.pk},
        "calendar:month": {"month": f"{event.starts_at:%Y-%m}"},
        "calendar:office_group": {"pk": calendar.target_group(district).pk},
        "calendar:office_body": {"pk": calendar.body(district).pk},
        "calendar:office_body_seat": {"pk": calendar.body_member(district).pk},
        "calendar:office_format": {"pk": template.pk},
        "calendar:office_letters_run": {"pk": run.pk},
        "calendar:office_letters_file": {"pk": run.pk},
        "calendar:own_reply": {"pk": asked.pk},
        "calendar:own_change": {"pk": answer.pk},
        "calendar:own_answer": behind_a_link,
        "calendar:take": behind_a_link,
        "calendar:own_ics": {"token": make_own_feed(district, by=calendar.office_of(district))},
    }


def of_a_feed(district: Any) -> dict[str, int]:
    """A calendar from elsewhere that something was taken over from and more waits."""
    feed = calendar.feed(district)
    own = calendar.event(district, "Vom Stadtkalender")
    own.feed = feed
    own.save(update_fields=["feed"])
    return {"pk": feed.pk, "event_pk": own.pk}
