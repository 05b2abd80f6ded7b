"""Voting in secret: asked, opened, voted on by telephone and on paper, closed.

A vote adds to sums and marks its paper as used, in one transaction; nothing says which paper added to what, the log
tells of no single vote, and sums are shown to nobody before the ballot is closed.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.actions.drafts import make_logo as make_draft_the_logo
from kiezkontor.districts.images import LARGEST
from kiezkontor.districts.models import BrandDraft
from kiezkontor.meetings.actions.agenda import changed, locked_meeting, tell_followers
from kiezkontor.meetings.entitling import cast_in
from kiezkontor.meetings.models import AgendaItem, Attendance, Ballot, BallotOption, BallotPaper, Meeting
from kiezkontor.meetings.rules import balloting
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.rules.balloting import Stage, Trouble, Way
from kiezkontor.methods.pictures import web_pictures
from kiezkontor.notices.links import new_code
from kiezkontor.notices.rules.codes import as_typed
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.media import drop_once_certain

MOST_OPTIONS, MOST_PAPERS = 30, 300


@transaction.atomic
def ask(
    item: AgendaItem,
    *,
    question: str,
    way: str,
    points: int,
    options: Sequence[str | date],
    drafts: Collection[int] = (),
    by: Viewer,
) -> Ballot:
    """Put a question with its answers; nobody votes before it is opened.

    drafts: keys of drafts of the district's logo, which are answers after the others. Refuses where one is gone.
    """
    meeting = locked_meeting(item.meeting.event)
    ballot = Ballot.objects.create(
        item=item, question=question.strip(), way=way, points=points if way == Way.POINTS else 0
    )
    for position, option in enumerate(options):
        said = {"day": option} if isinstance(option, date) else {"words": option}
        BallotOption.objects.create(ballot=ballot, position=position, **said)
    show_drafts(ballot, drafts, after=len(options))
    changed(meeting, by=by, verb="ballot.asked", question=ballot.question)
    return ballot


def show_drafts(ballot: Ballot, keys: Collection[int], *, after: int) -> None:
    """Copies, so that a paper stays as it was when the drafts go."""
    of_district = BrandDraft.objects.filter(district=ballot.item.meeting.event.district)
    found = list(of_district.filter(pk__in=keys).select_for_update())
    if len(found) < len(set(keys)):
        raise ActionRefused(
            _("A draft you chose is not there any longer. Please choose again; nothing was saved."), field="drafts"
        )
    for position, draft in enumerate(found, after):
        option = BallotOption(ballot=ballot, position=position, words=draft.name, draft=draft)
        with draft.image.open("rb") as drawn:
            (picture,) = web_pictures(drawn.read(), max(LARGEST))
        option.image_text = draft.image_text
        option.image.save(f"{uuid4().hex}.jpg", ContentFile(picture.data), save=True)


def locked(ballot: Ballot) -> tuple[Ballot, Meeting]:
    """As it stands now, kept as it is until the end of the transaction."""
    meeting = locked_meeting(ballot.item.meeting.event)
    return Ballot.objects.select_related("item__meeting__event__district").get(pk=ballot.pk), meeting


@transaction.atomic
def show_picture(ballot: Ballot, option_pk: int, data: bytes, *, text: str, by: Viewer) -> None:
    """Put a picture beside an answer, in place of another one; only before the ballot is opened.

    text: what can be seen on it, for those who do not see it.
    """
    ballot, meeting = locked(ballot)
    refuse_unless(ballot.stage == Stage.DRAFT, _("People vote already; the paper stays as it is."))
    option = ballot.options.filter(pk=option_pk).first()
    if option is None:
        raise ActionRefused(_("This answer is not on the paper any longer. Nothing was changed."))
    drop_once_certain(option.image)
    option.image_text, option.draft = text.strip(), None
    option.image.save(f"{uuid4().hex}.jpg", ContentFile(data), save=True)
    changed(meeting, by=by, verb="ballot.changed", question=ballot.question)


@transaction.atomic
def remove(ballot: Ballot, *, by: Viewer) -> None:
    """Take back a question on which nobody could vote yet."""
    ballot, meeting = locked(ballot)
    refuse_unless(ballot.stage == Stage.DRAFT, _("People vote already. Close the ballot instead; its result stays."))
    for option in ballot.options.exclude(image=""):
        drop_once_certain(option.image)
    question = ballot.question
    ballot.delete()
    changed(meeting, by=by, verb="ballot.removed", question=question)


@transaction.atomic
def begin(ballot: Ballot, *, by: Viewer) -> None:
    """Let people vote: everybody who is there and votes has one paper. Pressed twice, it stays open."""
    ballot, meeting = locked(ballot)
    refuse_unless(ballot.stage != Stage.CLOSED, _("This ballot is closed. Please put the question anew."))
    if ballot.stage == Stage.OPEN:
        return
    ballot.stage, ballot.opened_at = Stage.OPEN, timezone.now()
    ballot.save(update_fields=["stage", "opened_at"])
    give_papers(ballot)
    changed(meeting, by=by, verb="ballot.opened", question=ballot.question)


def may_vote(ballot: Ballot) -> list[int]:
    """Keys of those who are there and vote, without who has an own interest in the item."""
    there = Attendance.objects.filter(meeting=ballot.item.meeting_id, state__in=THERE, may_vote=True)
    return list(there.exclude(interests__item=ballot.item_id).values_list("pk", flat=True))


def give_papers(ballot: Ballot) -> None:
    """One to each who is there now and has none."""
    have = set(ballot.papers.exclude(attendance=None).values_list("attendance", flat=True))
    new = [BallotPaper(ballot=ballot, attendance_id=pk) for pk in may_vote(ballot) if pk not in have]
    BallotPaper.objects.bulk_create(new)


@transaction.atomic
def print_papers(ballot: Ballot, count: int, *, by: Viewer) -> None:
    """Make papers with a code for those without a telephone."""
    ballot, meeting = locked(ballot)
    refuse_unless(ballot.stage != Stage.CLOSED, _("This ballot is closed; no more papers are made."))
    if ballot.papers.exclude(code="").count() + count > MOST_PAPERS:
        raise ActionRefused(_("These are more than %(most)s papers.") % {"most": MOST_PAPERS}, field="count")
    codes = {new_code() for _paper in range(count)}
    BallotPaper.objects.bulk_create([BallotPaper(ballot=ballot, code=code) for code in sorted(codes)])
    changed(meeting, by=by, verb="ballot.printed", question=ballot.question, count=count)


@transaction.atomic
def vote_by_phone(ballot: Ballot, attendance_pk: int, marks: Mapping[int, int]) -> None:
    """The vote of somebody who is there. Refuses who is not there, has no vote or an own interest, and a second vote of
    one person, also by a deputy.
    """
    ballot, meeting = locked(ballot)
    if attendance_pk not in may_vote(ballot):
        raise ActionRefused(
            _("Only who is on the list, is entitled to vote and has no own interest can vote. Please ask at the desk.")
        )
    voter, cast = Attendance.objects.get(pk=attendance_pk), cast_in(ballot)
    if cast.is_out(voter) and voter.pk not in cast.keys:
        raise ActionRefused(
            _("This vote was cast already: a deputy and whom they stand for vote once together. Nothing was counted.")
        )
    paper, _is_new = BallotPaper.objects.get_or_create(ballot=ballot, attendance_id=attendance_pk)
    use(ballot, meeting, paper, marks)


@transaction.atomic
def vote_on_paper(ballot: Ballot, code: str, marks: Mapping[int, int], *, by: Viewer) -> None:
    """What stands on a printed paper, by its code: typed in by its owner, or by the office, which the log says."""
    ballot, meeting = locked(ballot)
    typed = as_typed(code)
    paper = ballot.papers.filter(code=typed).first() if typed else None
    if paper is None:
        raise ActionRefused(
            _("No paper of this ballot has this code. Please look again; nothing was counted."), field="code"
        )
    use(ballot, meeting, paper, marks)
    if by.person:
        changed(meeting, by=by, verb="ballot.paper_entered", question=ballot.question)


def use(ballot: Ballot, meeting: Meeting, paper: BallotPaper, marks: Mapping[int, int]) -> None:
    refuse_unless(ballot.stage == Stage.OPEN, _("Nobody votes on this at the moment. Nothing was counted."))
    options = set(ballot.options.values_list("pk", flat=True))
    trouble = balloting.trouble_with(marks, way=ballot.way, points=ballot.points, options=options)
    if trouble == Trouble.TOO_MANY:
        raise ActionRefused(too_many(ballot))
    refuse_unless(trouble is None, _("This answer is not on the paper. Nothing was counted."))
    if not BallotPaper.objects.filter(pk=paper.pk, is_used=False).update(is_used=True):
        raise ActionRefused(_("This paper was used already. The first vote counts, this one was not counted."))
    for option, number in marks.items():
        BallotOption.objects.filter(pk=option).update(votes=F("votes") + number)
    if not marks:
        Ballot.objects.filter(pk=ballot.pk).update(blank=F("blank") + 1)
    tell_followers(meeting)


def too_many(ballot: Ballot) -> str:
    if ballot.way == Way.POINTS:
        return _("These are more than %(points)s points. Nothing was counted yet.") % {"points": ballot.points}
    return _("Please choose one answer only. Nothing was counted yet.")


@transaction.atomic
def close(ballot: Ballot, *, by: Viewer) -> None:
    """End the vote; from now on everybody reads the result. Pressed twice, the first time stands."""
    ballot, meeting = locked(ballot)
    refuse_unless(ballot.stage != Stage.DRAFT, _("Nobody could vote yet. Please open the ballot first."))
    if ballot.stage == Stage.CLOSED:
        return
    ballot.stage, ballot.closed_at = Stage.CLOSED, timezone.now()
    ballot.people = len(may_vote(ballot))
    ballot.save(update_fields=["stage", "closed_at", "people"])
    used = ballot.papers.filter(is_used=True).count()
    ballot.papers.update(attendance=None, code="")  # how many stays, whose they were does not
    changed(meeting, by=by, verb="ballot.closed", question=ballot.question, used=used)


@transaction.atomic
def make_logo(ballot: Ballot, option_pk: int, *, by: Viewer) -> None:
    """What most wanted becomes the logo of the district, as its draft is. Refuses any other answer."""
    ballot, _meeting = locked(ballot)
    most = {option.pk: option for option in ballot.most_wanted}
    refuse_unless(option_pk in most, _("Only the answer with the most votes of a closed ballot becomes the logo."))
    make_draft_the_logo(ballot.item.meeting.event.district, most[option_pk].draft_id, by=by)


def close_all(ballots: QuerySet[Ballot], *, by: Viewer) -> int:
    """End those of them that are still open; returns how many they were."""
    still_open = list(ballots.filter(stage=Stage.OPEN).select_related("item__meeting__event__district"))
    for ballot in still_open:
        close(ballot, by=by)
    return len(still_open)


def refuse_unless(is_right: bool, sentence: str) -> None:
    if not is_right:
        raise ActionRefused(sentence)
