"""The pages about ideas and hints in the access table, and what they are about."""

from typing import Any

from kiezkontor.accounts.models import Person
from kiezkontor.voices.models import Voice, VoiceComment
from kiezkontor.voices.tests import builders as voices

PUBLIC_VOICES = {f"voices:{name}" for name in "voices voice photo photo_small give support comment".split()}
# Behind a personal link, which opens them and nothing else.
PUBLIC_VOICES |= {"voices:state", "voices:confirm"}
# The operator looks after no entry and has given nothing.
OWN_VOICES_ALONE = {"voices:mine", "voices:give_own"}
OWN_VOICES = {"voices:own"} | OWN_VOICES_ALONE
VOICES_IN_THE_OFFICE = {"voices:office"}
VOICES_IN_THE_OFFICE |= {
    f"voices:office_{name}" for name in "voice photo publish take_back sort move space action action_off".split()
}
VOICES_IN_THE_OFFICE |= {f"voices:office_{name}" for name in "comment_release comment_hide heat heat_csv".split()}
VOICES_IN_THE_OFFICE |= {"voices:office_topics", "voices:office_topic_close"}


def about_voices(district: Any, someone: Person) -> dict[str, dict[str, Any]]:
    """A published one with a photo and a comment that waits, given by somebody."""
    found = voices.with_photo(
        district,
        by=someone,
        published_at="2026-01-01T12:00:00Z",
        shows_photo=True,
        photo_alt="Eine Bank",
        topic=voices.topic(district),
    )
    comment = voices.comment(found)
    return {
        "voices:": {"pk": found.pk},
        "voices:office_space": {"pk": voices.voice(district, kind="space", place="Karlstraße 7").pk},
        "voices:office_comment_": {"pk": comment.pk},
        "voices:office_topic_": {"pk": found.topic_id},
    }


def become_giver(someone: Person, shop: Any) -> None:
    """What was given for a shop is theirs."""
    Voice.objects.filter(organisation=shop).update(person=someone)
    VoiceComment.objects.filter(organisation=shop).update(person=someone)
