"""The pages of members among themselves in the access table, and what they are about."""

from typing import Any

from kiezkontor.accounts.models import Person
from kiezkontor.members.models import Post, Reply
from kiezkontor.members.tests import builders as members
from kiezkontor.organisations.tests import builders as organisations
from tests.voices_pages import become_giver

# What members of a network have among themselves; the operator reads the board and is nobody's member.
BOARD_OF_MEMBERS = {"members:board", "members:post"}
AMONG_MEMBERS = {f"members:{name}" for name in "follow reply complain complain_of_reply contacts".split()}
MEMBERS_ALONE = {f"members:{name}" for name in "new edit done take_down take_back contact contact_new".split()}
MEMBERS_ALONE |= {f"members:contact_{name}" for name in "write show_names conceal_names decline".split()}
BOARD_IN_THE_OFFICE = {"members:office", "members:office_complaint_keep", "members:office_topics"}
BOARD_IN_THE_OFFICE |= {f"members:office_{name}" for name in "hide show hide_reply show_reply".split()}
BOARD_IN_THE_OFFICE |= {f"members:office_topic_{name}" for name in "rename up remove".split()}
BOARD_IN_THE_OFFICE |= {"members:first_contacts", "members:first_contacts_introduce"}


def among_members(district: Any, someone: Person) -> dict[str, dict[str, Any]]:
    """A post with a reply and a report, and a contact with a social carrier."""
    post, treff = members.post(district, someone), members.member(district, role="social_carrier")
    return {
        "members:": {"pk": post.pk, "reply_pk": members.reply(post, someone).pk},
        "members:contact": {"pk": members.first_contact(district, treff, someone).pk},
        "members:contact_new": {"pk": members.of(treff).pk},
        "members:office_complaint_": {"pk": members.complaint(post).pk},
        "members:office_topic_": {"pk": post.topic_id},
    }


def become_member(someone: Person, shop: Any) -> None:
    """They look after the shop's entry, and what hangs on the board in its name is theirs."""
    organisations.steward(someone, shop)
    Post.objects.filter(organisation=shop).update(person=someone)
    Reply.objects.filter(organisation=shop).update(person=someone)
    become_giver(someone, shop)
