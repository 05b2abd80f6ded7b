"""The words a person wrote in an answer, without what it quotes, the signature and the advertisement of the program."""

import re
from itertools import takewhile

# All below is the earlier mail, in any of the two languages: Outlook, Samsung, older Android, Thunderbird's forwards.
DIVIDER = re.compile(
    r"^[-_\s>]{2,}(?:original message|urspr(?:ü|ue)ngliche (?:nachricht|mail)|original-nachricht|originalnachricht"
    r"|forwarded message|weitergeleitete nachricht|original appointment)[-_\s]{2,}$"
)
UNDERSCORES = re.compile(r"^_{20,}$")
FIELD = re.compile(
    r"^[*>\s]*(von|from|gesendet|sent|datum|date|an|to|cc|betreff|subject|organisation|reply-to|antwort an)\s*:\*?\s?"
)
# In any language: "Kime: Ayşe Yılmaz <ayse@…>" among other such lines is written by a program.
ANY_FIELD = re.compile(r"^[*>\s]*[^\W\d_]{1,20}(?:[ -][^\W\d_]{1,20})?\s?:\*?\s+\S")
NAME_AND_ADDRESS = re.compile(r"<(?:mailto:)?[^<>\s]+@[^<>\s]+>")
# "Le jeu. 26 nov. 2026 à 10:12, Kim Muster <kim@…> a écrit :"
SOMEBODY_WROTE = re.compile(r"^(?=.*\d)(?=.{0,400}<[^<>\s]+@[^<>\s]+>.{0,60}:$).+$")
FIRST_FIELD = {"von", "from", "gesendet", "sent", "datum", "date"}
# "Am 26.11.26 um 10:12 schrieb Kim Muster:", "On Thu, 26 Nov 2026 at 10:12, Kim Muster <kim@…> wrote:"
ATTRIBUTION = re.compile(r"^(?:am|on|le|den)\b.{4,400}\b(?:schrieb|wrote|geschrieben)\b[^:]{0,200}:$")
# Whoever tells of a day writes no hour, year or address with it; programs do.
PROGRAM_WROTE = re.compile(r"\d{1,2}[:.]\d\d\b|\b\d{4}\b|\d\.\d{1,2}\.\d\d|@")
ATTRIBUTION_STARTS = re.compile(r"^(?:am|on)\s.{0,20}\d")
NAMED = re.compile(r"^.{1,100}<[^<>\s]+@[^<>\s]+>\s+(?:schrieb am|wrote on)\b.{4,100}:$")
ADVERTISEMENT = re.compile(
    r"^(?:von meine[mr] \S.{0,40} gesendet|gesendet (?:von|mit|aus) .{2,80}|sent (?:from|with|via) .{2,80}"
    r"|diese nachricht wurde von mein.{2,60} gesendet\.?|holen sie sich outlook für .{2,20}|get outlook for .{2,60}"
    r"|outlook für (?:ios|android) beziehen|bitte entschuldigen sie (?:meine|die) kürze\.?|please excuse my brevity\.?"
    r"|e-?mail (?:wurde )?(?:von|mit) .{2,40} app .{0,20}|virenfrei\..{0,60})$"
)
LONGEST_ATTRIBUTION = 3
MOST_SIGNS = 500
FIELDS_OF_A_HEAD = 3


def own_words(text: str) -> str:
    """What is new in an answer, paragraphs as written; empty where all of it is quoted."""
    lines = [line.rstrip() for line in text.replace("\xa0", " ").splitlines()]
    lines = without_quotes(lines[: end_of_answer(lines)])
    lines = without_signature(lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def end_of_answer(lines: list[str]) -> int:
    """Where the earlier mail begins that stands below without any marks; the number of lines where it does not."""
    for number, line in enumerate(lines):
        said = line.strip().lower()
        if DIVIDER.match(said) or head_begins(lines, number):
            return number
        if UNDERSCORES.match(said) and head_begins(lines, next_words(lines, number + 1)):
            return number
    return len(lines)


def head_begins(lines: list[str], number: int) -> bool:
    """Whether three fields of an earlier mail's head stand here: From, Sent, To, Subject in any order and language."""
    if number >= len(lines):
        return False
    if is_head_in_any_language(lines[number : number + 8]):
        return True
    first = FIELD.match(lines[number].lower())
    if first is None or first[1] not in FIRST_FIELD:
        return False
    near = [line.lower() for line in lines[number : number + 8] if line.strip()]
    return len({found[1] for line in near if (found := FIELD.match(line))}) >= FIELDS_OF_A_HEAD


def is_head_in_any_language(lines: list[str]) -> bool:
    """Three lines or more that begin with a word and a colon, one of them with a name and its address in brackets."""
    block = list(takewhile(lambda line: ANY_FIELD.match(line[:MOST_SIGNS]), lines))
    return len(block) >= FIELDS_OF_A_HEAD and any(NAME_AND_ADDRESS.search(line[:MOST_SIGNS]) for line in block)


def next_words(lines: list[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def without_quotes(lines: list[str]) -> list[str]:
    """Without lines that begin with > and the sentences above them; all below a sentence whose quote has no marks."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        if lines[number].lstrip().startswith(">"):
            number += 1
            continue
        length = attribution_at(lines, number)
        if not length:
            kept.append(lines[number])
            number += 1
            continue
        number = next_words(lines, number + length)
        if number < len(lines) and not lines[number].lstrip().startswith(">"):
            break
    return kept


def attribution_at(lines: list[str], number: int) -> int:
    """How many lines the sentence "On … somebody wrote:" takes that begins here; 0 where none does."""
    first = lines[number].strip().lower()
    if len(first) > MOST_SIGNS:
        return 0  # no such sentence is that long, and patterns would look at it for minutes
    starts = ATTRIBUTION_STARTS.match(first) or NAMED.match(first)
    if not starts and not (first[:1].isalnum() and PROGRAM_WROTE.search(first)):
        return 0
    for length in range(1, LONGEST_ATTRIBUTION + 1):
        part = [line.strip().lower() for line in lines[number : number + length]]
        said = " ".join(part)
        if len(said) > MOST_SIGNS:
            break
        # The sentence begins here, and not in a line below one's own words.
        if all(part) and SOMEBODY_WROTE.match(said) and not SOMEBODY_WROTE.match(" ".join(part[1:])):
            return length
        if starts and PROGRAM_WROTE.search(said) and (ATTRIBUTION.match(said) or NAMED.match(said)):
            return length
    return 0


def without_signature(lines: list[str]) -> list[str]:
    """Up to the line of two dashes, or what the mail program adds by itself at the end."""
    for number, line in enumerate(lines):
        if line.strip() in {"--", "—"} or (line.strip().startswith("---") and set(line.strip()) == {"-"}):
            lines = lines[:number]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or ADVERTISEMENT.match(lines[end - 1][:MOST_SIGNS].strip().lower())):
        end -= 1
    return lines[:end]
