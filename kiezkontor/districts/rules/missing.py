"""What an office still has to fill in before its pages of text are complete."""

from dataclasses import dataclass
from datetime import date, timedelta

from kiezkontor.districts.rules.required_parts import left_out

# State law asks for a yearly check of the accessibility statement; we ask it of privacy notices as well.
REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class TextFacts:
    """kind: as in DistrictText. languages: in which the office wrote its own text; empty while the default stands.

    german: its own German text.
    """

    kind: str
    languages: frozenset[str]
    german: str
    has_address: bool
    has_email: bool
    has_phone: bool
    has_video: bool
    shows_video: bool
    reviewed_on: date | None
    on: date


def missing_facts(facts: TextFacts) -> list[str]:
    """Codes of what is missing, in the order it is worth doing; empty when nothing is.

    While the German default stands, what only the office knows is always listed: no data of ours could hold it.
    Of the office's own text each required part is listed that it does not mention.
    """
    if "de" in facts.languages:
        found = left_out(facts.kind, facts.german)
    else:
        found = [*(["german_text"] if facts.languages else []), *_for_default(facts)]
    if facts.kind == "sign_language" and not facts.shows_video:
        found.append("video_shown" if facts.has_video else "video")
    if facts.languages and facts.kind in {"accessibility", "privacy"}:
        if facts.reviewed_on is None:
            found.append("review_day")
        elif facts.on - facts.reviewed_on > REVIEW_AFTER:
            found.append("yearly_review")
    return found


def _for_default(facts: TextFacts) -> list[str]:
    contact = [
        code
        for code, known in (
            ("address", facts.has_address),
            ("email", facts.has_email),
            ("phone", facts.has_phone),
        )
        if not known
    ]
    if facts.kind == "imprint":
        return [*contact, "representative", "responsible_person", "register", "arbitration"]
    if facts.kind == "privacy":
        return [*(code for code in contact if code != "phone"), "privacy_officer", "processors"]
    if facts.kind == "accessibility":
        return [*(code for code in contact if code == "email"), "known_barriers"]
    return ["checked_easy_language"] if facts.kind == "easy_language" else []
