"""Which required parts an office's own legal text does not mention, told by words that cannot be left out of them.

The words are looked for in the German text. Finding one does not say that what stands there is right or enough, so
only absence is reported. What does not apply is said in the text ("Ein Handelsregistereintrag besteht nicht.").
Sources: § 5 DDG, § 18 MStV, § 36 VSBG (legal notice); Articles 13 and 14 GDPR (privacy); Implementing Decision (EU)
2018/1523 (accessibility statement).
"""

import re

ADDRESS = r"\b\d{5}\s+[^\W\d]"
EMAIL = r"[\w.+-]+@[\w-]+\.\w"
PHONE = r"(tel|fon|mobil|\+\d)[^\n]{0,40}?\d[\d\s/()–-]{4,}\d|kontaktformular"

# Kind of text → code and pattern of each part, in the order it is worth doing.
PARTS: dict[str, dict[str, str]] = {
    "imprint": {
        "address_in_text": ADDRESS,
        "email_in_text": EMAIL,
        "phone_in_text": PHONE,
        "representative": r"vertret(en|ung)|geschäftsführ|vorstand|inhaber",
        "responsible_person": r"mstv|v\. ?i\. ?s\. ?d\. ?p|(inhaltlich|redaktionell) verantwortlich",
        "register": r"register|\bust\b|umsatzsteuer",
        "arbitration": r"schlichtung|verbraucherstreit|vsbg",
    },
    "privacy": {
        "controller": r"verantwortlich",
        "address_in_text": ADDRESS,
        "email_in_text": EMAIL,
        "privacy_officer": r"(?<!landes)datenschutzbeauftragt",
        "legal_basis": r"(artikel|art\.) ?6|rechtsgrundlage",
        "retention": r"lösch|speicherdauer|aufbewahr",
        "processors": r"auftragsverarbeit|hosting|hoster|rechenzentr|server (steht|stehen|wird|werden)",
        "rights": r"auskunft",
        "complaint": r"aufsichtsbehörde|beschwer",
    },
    "accessibility": {
        "conformity": r"stand der barrierefreiheit|vereinbar|konform",
        "barriers_named": r"nicht (vollständig |ganz )?barrierefrei|nicht zugänglich|barrieren",
        "known_barriers": r"selbstbewertung|selbsteinschätzung|bitv-test|prüfbericht|(bewertet|geprüft) am",
        "email_in_text": EMAIL,
        "feedback": r"barriere[- ]?n?[- ]melden|barrieren? mitteilen|feedback|rückmeldung",
        "enforcement": r"schlichtung|durchsetzung|überwachungsstelle|ombuds|beschwerdestelle|zentralstelle|beauftragte",
    },
}


def left_out(kind: str, text: str) -> list[str]:
    """Codes of the parts a German text of this kind does not mention; none for kinds without required parts."""
    return [code for code, words in PARTS.get(kind, {}).items() if not re.search(words, text, re.IGNORECASE)]
