"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words

SENTENCES = {
    "minutes.written": _("%(actor)s wrote on the minutes of “%(subject)s”."),
    "minutes.went_on": _("%(actor)s led the meeting “%(subject)s”."),
    "minutes.interest_declared": _(
        "At “%(subject)s” %(person)s has an own interest in “%(item)s” and does not vote on it."
    ),
    "minutes.decided": _("%(actor)s noted a decision of “%(subject)s”: %(wording)s. Not counted: %(excluded)s."),
    "minutes.decision_taken_back": _("%(actor)s took back a decision of “%(subject)s” on “%(item)s”: %(wording)s."),
    "minutes.interest_taken_back": _(
        "%(actor)s took back that %(person)s has an own interest in “%(item)s” at “%(subject)s”."
    ),
    "ballot.asked": _("%(actor)s prepared a secret vote at “%(subject)s”: %(question)s."),
    "ballot.changed": _("%(actor)s changed the paper of a secret vote at “%(subject)s”: %(question)s."),
    "ballot.removed": _("%(actor)s took back a secret vote at “%(subject)s”: %(question)s."),
    "ballot.opened": _("%(actor)s opened a secret vote at “%(subject)s”: %(question)s."),
    "ballot.printed": _(
        "%(actor)s made papers with a code (%(count)s) for a secret vote at “%(subject)s”: %(question)s."
    ),
    "ballot.paper_entered": _("%(actor)s typed in a paper of a secret vote at “%(subject)s”: %(question)s."),
    "ballot.closed": _("%(actor)s closed a secret vote at “%(subject)s”: %(question)s. Papers used: %(used)s."),
    "minutes.board_put_up": _("%(actor)s began to collect cards at “%(subject)s”: %(question)s."),
    "minutes.cards_typed_in": _("%(actor)s typed in %(count)s cards from paper at “%(subject)s”: %(question)s."),
    "minutes.cards_sorted": _("%(actor)s put %(count)s cards in order at “%(subject)s”: %(question)s."),
    "minutes.cards_taken_off": _("%(actor)s took off %(count)s cards at “%(subject)s”: %(question)s."),
    "minutes.board_opened": _("%(actor)s let cards be written again at “%(subject)s”: %(question)s."),
    "minutes.board_closed": _("%(actor)s ended the writing of cards at “%(subject)s”: %(question)s."),
    "minutes.board_taken_down": _("%(actor)s took down a board without cards at “%(subject)s”: %(question)s."),
    "minutes.idea_kept": _("%(actor)s kept an idea that came up at “%(subject)s”."),
    "minutes.quorum_set": _("%(actor)s set how many must be able to vote at “%(subject)s”: %(quorum)s."),
    "meeting.minutes_approved": _(
        "%(actor)s approved the minutes of “%(subject)s” (version %(number)s) and sent them to %(count)s."
    ),
    "minutes.ended": _("%(actor)s ended the meeting “%(subject)s”."),
    "meeting.prepared": _("%(actor)s prepared the meeting “%(subject)s”."),
    "attendance.noted": _("%(actor)s noted who is at the meeting “%(subject)s”."),
    "attendance.checked_in": _("Somebody checked in at the meeting “%(subject)s”."),
    "attendance.vote_given": _("%(actor)s let %(person)s vote at the meeting “%(subject)s”."),
    "attendance.vote_taken": _("%(actor)s noted that %(person)s does not vote at the meeting “%(subject)s”."),
    "attendance.phone_freed": _("%(actor)s let somebody at “%(subject)s” check in with another telephone."),
    "attendance.contact_swapped": _("Somebody gave a contact to the others at the meeting “%(subject)s”."),
    "attendance.contact_taken_back": _("Somebody took back a contact given at the meeting “%(subject)s”."),
    "attendance.contacts_mailed": _("Contacts swapped at the meeting “%(subject)s” were mailed to %(count)s."),
    "meeting.agenda_changed": _("%(actor)s changed the agenda of “%(subject)s”."),
    "plan.measure_added": _("%(actor)s added the measure “%(subject)s” to the location plan."),
    "plan.measure_changed": _("%(actor)s changed the measure “%(subject)s” of the location plan: %(fields)s."),
    "plan.measure_removed": _("%(actor)s deleted the measure “%(subject)s” from the location plan."),
    "minutes.task_given": _("%(actor)s noted a task of the meeting “%(subject)s”."),
}
COURSES = {
    "course.described": _("%(actor)s described the course “%(subject)s”."),
    "course.day_added": _("%(actor)s added a day to the course “%(subject)s”."),
    "course.certified": _("%(actor)s issued certificates of the course “%(subject)s” (%(count)s)."),
    "course.asked": _("%(actor)s asked those who took part in the course “%(subject)s” how it was (%(count)s)."),
    "course.effect_asked": _(
        "%(actor)s asked those who took part in the course “%(subject)s” what became of it (%(count)s)."
    ),
    "course.material_added": _("%(actor)s added material to the course “%(subject)s”: %(title)s."),
    "course.material_removed": _("%(actor)s removed material from the course “%(subject)s”: %(title)s."),
}
SUBJECTS = {"meetings.meeting": _("Meeting"), "meetings.planmeasure": _("Measure")}


def register() -> None:
    add_words(SENTENCES | COURSES, subjects=SUBJECTS)
