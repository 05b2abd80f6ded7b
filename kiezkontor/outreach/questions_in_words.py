"""The questions of a needs interview and their answers in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTIONS: dict[str, str | Promise] = {
    "turnover": _("How is turnover developing?"),
    "strengths": _("What is good about this place?"),
    "weaknesses": _("What is difficult about this place?"),
    "wishes": _("What would you like from neighbours and the administration?"),
    "joint_actions": _("Would you take part in joint actions?"),
    "skill_gaps": _("What would you like to know more about?"),
    "digital": _("Which of these do you already use?"),
    "succession": _("When will somebody else take over?"),
    "space": _("Do the rooms fit?"),
    "engagement": _("How could you help in the neighbourhood?"),
}
ANSWERS: dict[str, dict[str, str | Promise]] = {
    "turnover": {
        "rising": _("it rises"),
        "steady": _("it is steady"),
        "falling": _("it falls"),
        "not_said": _("they did not want to say"),
    },
    "joint_actions": {"yes": _("yes"), "perhaps": _("perhaps"), "no": _("no")},
    "skill_gaps": {
        "online": _("own website"),
        "social_media": _("social media"),
        "window": _("shop window"),
        "accounting": _("bookkeeping and taxes"),
        "succession": _("handing over the business"),
        "law": _("law and contracts"),
        "staff": _("finding and keeping staff"),
        "none": _("none of these"),
    },
    "digital": {
        "website": _("own website"),
        "map_listing": _("entry in map services"),
        "social_media": _("social media"),
        "online_shop": _("online shop"),
        "card_payment": _("payment by card"),
        "newsletter": _("newsletter"),
        "none": _("none of these"),
    },
    "succession": {
        "within_two_years": _("within two years"),
        "within_five_years": _("within five years"),
        "later": _("later"),
        "arranged": _("it is arranged"),
        "not_an_issue": _("not an issue"),
        "not_said": _("they did not want to say"),
    },
    "space": {
        "fits": _("they fit"),
        "bigger": _("larger rooms are wanted"),
        "smaller": _("smaller rooms are wanted"),
        "second": _("a second place is wanted"),
        "leaving": _("they want to leave the district"),
    },
    "engagement": {
        "money": _("money"),
        "goods": _("goods"),
        "time": _("time"),
        "knowledge": _("knowledge"),
        "rooms": _("rooms"),
        "none": _("none of these"),
    },
}
# Where people answer for themselves instead of being noted by somebody else.
OWN_ANSWERS: dict[str, dict[str, str | Promise]] = {
    **ANSWERS,
    "turnover": ANSWERS["turnover"] | {"not_said": _("I prefer not to say")},
    "succession": ANSWERS["succession"] | {"not_said": _("I prefer not to say")},
    "space": {
        "fits": _("they fit"),
        "bigger": _("we are looking for larger rooms"),
        "smaller": _("we are looking for smaller rooms"),
        "second": _("we are looking for a second place"),
        "leaving": _("we want to leave the district"),
    },
}
