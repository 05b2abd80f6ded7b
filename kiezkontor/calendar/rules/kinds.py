"""What events there are and who may come, as words that are stored."""

from enum import StrEnum


class Kind(StrEnum):
    ROUND = "round"
    BREAKFAST = "breakfast"
    SALON = "salon"
    WORKSHOP = "workshop"
    COURSE = "course"
    ROUND_TABLE = "round_table"
    BODY = "body"
    PUBLIC = "public"
    ACTION = "action"
    TOUR = "tour"
    APPOINTMENT = "appointment"


# Who signs up may come on several days, each an event of its own.
ON_SEVERAL_DAYS = frozenset({Kind.COURSE})


class Audience(StrEnum):
    """PUBLIC: everybody; MEMBERS: of the network; INVITED: who was invited and the office."""

    PUBLIC = "public"
    MEMBERS = "members"
    INVITED = "invited"


class Reply(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class As(StrEnum):
    """As what people are invited by their own name; EXPERT: to say what they know of."""

    GUEST = "guest"
    EXPERT = "expert"
    BODY = "body"


class Channel(StrEnum):
    """How an answer came."""

    LINK = "link"
    FORM = "form"
    MAIL = "mail"
    PAPER = "paper"
    PHONE = "phone"
    OFFICE = "office"


# What somebody may need in order to come.
NEEDS = ("interpreter", "step_free", "sign_language", "diet", "child_care")
