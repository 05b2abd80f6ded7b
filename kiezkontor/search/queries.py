"""A question to the index in plain values: all groups must match, any alternative of a group will do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from kiezkontor.search import analysis, compounds
from kiezkontor.search.analysis import SearchWord
from kiezkontor.search.meant import Meant, Reach

SHORT = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A token of ASCII letters and digits; begins: anything that begins so matches."""

    token: str
    begins: bool = False


type Alternative = tuple[Term, ...]
type Group = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """groups: one a word; never empty inside. any_group: one matching group is enough.

    follows_up: of no use where the question before found nothing.
    """

    groups: tuple[Group, ...]
    any_group: bool = False
    follows_up: bool = False


def question(
    words: list[SearchWord],
    meant: Sequence[Meant] = (),
    *,
    still_typing: bool = True,
    any_word: bool = False,
    reach: Reach = Reach.FIRST,
) -> Question:
    """What to look up for some words; with `still_typing` the last may be the beginning of a longer one."""
    last = len(words) - 1
    return Question(
        tuple(
            (
                *group(word, begins=still_typing and place == last, is_meant=bool(stands_for.first)),
                *((Term(token),) for token in stands_for.tokens(reach)),
            )
            for place, (word, stands_for) in enumerate(zip(words, meant or repeat(Meant()), strict=False))
        ),
        any_group=any_word,
        follows_up=reach is Reach.NEAR,
    )


def group(word: SearchWord, *, begins: bool, is_meant: bool = False) -> Group:
    """The ways to find one word: as written, by stem or family, by its parts together, and by its beginning; four
    digits and more always by that, because they may be an area code.

    is_meant: it stands for marks, which find more surely than a root as short as that of Bäcker.
    """
    token = analysis.as_token(word.key)
    tokens = [token]
    if not token.isdigit():
        if not (is_meant and analysis.SHORT_ROOT.fullmatch(word.key)):
            tokens.append(analysis.as_token(analysis.stem(word.key)))
        tokens += analysis.relatives(word.key)
    alternatives: list[Alternative] = [(Term(one),) for one in tokens]
    if begins and may_go_on(word, is_meant=is_meant):
        alternatives.append((Term(token, begins=True),))
    if token.isdigit() and len(token) >= analysis.SHORTEST_NUMBER_PREFIX:
        alternatives.append((Term(token, begins=True),))
    together = parts_together(word)
    if len(together) > 1:
        alternatives.append(together)
    return analysis.each_once(alternatives)


def may_go_on(word: SearchWord, *, is_meant: bool) -> bool:
    """Whether a word may be the beginning of a longer one; a number is another matter.

    A word that stands for something may not where it is short, or ends in what an umlaut is written with: a "Bar" is no
    Barbara, and a "shoe" would be all that begins with sho.
    """
    if word.key.isdigit() or len(word.key) < analysis.SHORTEST_PREFIX:
        return False
    if not is_meant:
        return True
    is_cut = analysis.UMLAUT_IN_TWO_LETTERS.search(word.shown.lower()[-2:]) and not word.key.endswith("e")
    return len(word.key) > SHORT and not is_cut


def parts_together(word: SearchWord) -> Alternative:
    """The smallest parts of a joined or compound word, by their stems; nothing for a number."""
    if word.key.isdigit():
        return ()
    written = analysis.PIECES.findall(word.shown)
    return analysis.each_once(
        Term(analysis.as_token(analysis.stem(analysis.spelled_out(analysis.fold(part)))))
        for piece in written
        for part in compounds.leaves(piece.lower())
    )


def written(question: Question, *, shelf: str, both: str, either: str, term: str, begins: str) -> str:
    """The question in an engine's language; tokens are put on the shelf and quoted by the templates.

    term, begins: templates with one %s. Safe by construction: tokens hold ASCII letters and digits only.
    """

    def one(wanted: Term) -> str:
        if not wanted.token.isascii() or not wanted.token.isalnum():
            raise ValueError(f"Not a token: {wanted.token!r}.")
        return (begins if wanted.begins else term) % (shelf + wanted.token)

    def bracketed(items: Iterable[str], sign: str) -> str:
        return "(" + sign.join(items) + ")"

    groups = (
        bracketed((bracketed(map(one, alternative), both) for alternative in group), either)
        for group in question.groups
    )
    return bracketed(groups, either if question.any_group else both)
