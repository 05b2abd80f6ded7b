"""Which two entries probably tell of one body: by name, address and telephone, with the reasons for it."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal
from urllib.parse import urlsplit

from rapidfuzz.distance import DamerauLevenshtein

from kiezkontor.organisations.rules.categories import taxonomy
from kiezkontor.search.analysis import SMALL_WORDS, words_of

type Kind = Literal["same_name", "similar_name", "same_phone", "same_address", "same_website", "same_email"]

# How sure each makes was measured on the shops of Berlin-Mitte (decision 0021): a name tells most, a house holds many,
# and one site or mailbox serves all branches.
POINTS: Mapping[str, int] = {
    "same_name": 50,
    "similar_name": 40,
    "same_phone": 40,
    "same_address": 30,
    "same_email": 20,
    "same_website": 15,
}
# Branches bear one name at several addresses, where the telephone has to be one as well; an entry without an address
# may be the one that has one.
ELSEWHERE, NOWHERE, OTHER_PHONE = -25, 10, -10
# Two of the three that tell an entry from others: a name alone, a house alone or a telephone alone never reach it.
ENOUGH = 60
# One slip in a word of seven letters is forgiven, two in a word of eight are not. Of Berlin-Mitte's names 9 pairs are
# so alike, 8 of them one name in two spellings; of the 40 pairs from 0.75 on hardly any is.
ALIKE = 0.85
# Shorter ones are initials ("dm", "O2", "H & M") that other names hold by chance.
SHORTEST_SIMILAR = 4
# A word in more names than this says nothing of one business; a site of more entries is a host of many. In Berlin-Mitte
# only "s" and "berlin" are in more of 1,691 names, "dm" as the first chain in 22; the fullest house has 12.
MOST_A_WORD, MOST_A_HOUSE = 30, 60
# Shorter trades ("bar", "bio") begin words that name none ("Barbara").
SHORTEST_TRADE = 4
# Neither they nor titles tell one name from another.
LEGAL_FORMS = frozenset(
    "dr med dent prof dipl ing ag eg ek ev ggmbh gbr gesellschaft gmbh inh inhaber"
    " inhaberin kg kgaa mbb mbh ohg partg se ug haftungsbeschrankt co cokg filiale".split()
)
# Under these hosts everybody has a page; two pages there are the same only when the whole address is.
HOSTS_OF_MANY = frozenset(
    "facebook.com instagram.com google.com goo.gl linktr.ee business.site wixsite.com jimdosite.com jimdofree.com"
    " wordpress.com blogspot.com lieferando.de wolt.com treatwell.de doctolib.de jameda.de tiktok.com berlin.de".split()
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of an entry. addresses: keys of houses ("karlstrasse 12a"), none where it is nowhere.

    phone: as E.164. brand: the name of its chain, empty for an independent business.
    """

    key: int
    name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    addresses: frozenset[str] = frozenset()
    is_chain: bool = False
    brand: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that are probably one. first < second; reasons: strongest first; points: the more, the surer."""

    first: int
    second: int
    points: int
    reasons: tuple[Kind, ...]


def pairs_of(entries: Sequence[Known], apart: Collection[tuple[int, int]] = frozenset()) -> list[Pair]:
    """All probable duplicates, the surest first, then by key.

    apart: pairs (first < second) that somebody told apart; they are left out. Compared is only what shares a telephone,
    a house, an own word of the name, a mailbox or a site, so that the work grows with the entries, not their square.
    """
    by_key = {entry.key: entry for entry in entries}
    found = []
    for first, second in candidates(entries):
        if (first, second) in apart:
            continue
        pair = compare(by_key[first], by_key[second])
        if pair is not None:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.points, pair.first, pair.second))


def compare(one: Known, other: Known) -> Pair | None:
    """How probable it is that both are one; None where it is not."""
    reasons = reasons_for(one, other)
    together = bool(one.addresses & other.addresses)
    apart = bool(one.addresses and other.addresses) and not together
    if apart and is_branch(one, other):
        return None
    points = sum(POINTS[reason] for reason in reasons)
    points += ELSEWHERE if apart else 0 if together else NOWHERE
    points += OTHER_PHONE if one.phone and other.phone and one.phone != other.phone else 0
    if points < ENOUGH:
        return None
    first, second = sorted((one.key, other.key))
    return Pair(first, second, points, tuple(sorted(reasons, key=lambda reason: -POINTS[reason])))


def is_branch(one: Known, other: Known) -> bool:
    return one.is_chain or other.is_chain or bool(one.brand and one.brand == other.brand)


def reasons_for(one: Known, other: Known) -> list[Kind]:
    """What speaks for it, whether or not it is enough."""
    told: list[tuple[Kind, bool]] = [
        ("same_phone", bool(one.phone) and one.phone == other.phone),
        ("same_address", bool(one.addresses & other.addresses)),
        ("same_email", bool(one.email) and one.email.lower() == other.email.lower()),
        ("same_website", bool(site_of(one.website)) and site_of(one.website) == site_of(other.website)),
    ]
    alike = likeness(one.name, other.name)
    return [*([alike] if alike else []), *(kind for kind, holds in told if holds)]


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> Literal["same_name", "similar_name"] | None:
    """Whether two names are the same but for spelling, trade and legal form, or nearly so.

    "Bäckerei Ähre" and "Baeckerei Aehre GmbH" are the same, "Sonnenschein" and "Sonenschein" nearly; "Friseur Ali"
    and "Friseur Ayla" are not, for what a trade is called tells nobody from others.
    """
    first, second = name_words(one), name_words(other)
    if not first.joined or not second.joined:
        return None
    if first.joined == second.joined:
        return "same_name"
    if not first.own or not second.own:
        return None
    if sorted(first.own) == sorted(second.own):
        # A bakery may leave out that it is one; a bar and a beer garden of one name may be two.
        return "same_name" if first.trade <= second.trade or second.trade <= first.trade else "similar_name"
    fewer, more = sorted((set(first.own), set(second.own)), key=len)
    if fewer < more and sum(map(len, fewer)) >= SHORTEST_SIMILAR:
        return "similar_name"
    texts = [" ".join(sorted(words.own)) for words in (first, second)]
    if min(map(len, texts)) < SHORTEST_SIMILAR:
        return None
    return "similar_name" if DamerauLevenshtein.normalized_similarity(*texts) >= ALIKE else None


@dataclass(frozen=True, slots=True)
class NameWords:
    """The folded words of a name without its legal form; own: those that no trade is called by."""

    all: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def trade(self) -> frozenset[str]:
        return frozenset(self.all) - frozenset(self.own) - SMALL_WORDS

    @property
    def joined(self) -> str:
        """All but the small words in one piece, for people part words as they like."""
        return "".join(word for word in self.all if word not in SMALL_WORDS)


@lru_cache(maxsize=50_000)
def name_words(name: str) -> NameWords:
    words = [key for word in words_of(name) for key in (word.joined_from or (word.key,))]
    kept = tuple(word for word in words if word not in LEGAL_FORMS) or tuple(words)
    return NameWords(kept, tuple(word for word in kept if word not in SMALL_WORDS and not is_trade(word)))


@lru_cache(maxsize=50_000)
def is_trade(word: str) -> bool:
    """Whether a folded word names a trade ("backerei") or is made with one ("friseursalon")."""
    trades = trade_words()
    if word in trades:
        return True
    return any(
        word[:end] in trades and word[end:] in trades for end in range(SHORTEST_TRADE, len(word) - SHORTEST_TRADE + 1)
    )


@cache
def trade_words() -> frozenset[str]:
    said = (text for entry in taxonomy().values() for text in (entry.name_de, entry.name_en, *entry.terms_de))
    listed = "salon studio haus laden store shop bar imbiss praxis team the"
    words = (key for text in (*said, listed) for word in words_of(text) for key in (word.key, *word.joined_from))
    return frozenset(word for word in words if len(word) > 2 and not word.isdigit())


@lru_cache(maxsize=50_000)
def site_of(website: str) -> str:
    """What a website has in common with itself in another spelling: its host, or all of it under a host of many."""
    if not website:
        return ""
    try:
        parts = urlsplit(website)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if not any(host == shared or host.endswith(f".{shared}") for shared in HOSTS_OF_MANY):
        return host
    path = parts.path.strip("/").casefold()
    return f"{host}/{path}" if path else ""


def candidates(entries: Iterable[Known]) -> list[tuple[int, int]]:
    """The pairs worth a look, ascending, each once."""
    shared: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    words: dict[int, frozenset[str]] = {}
    for entry in entries:
        own = name_words(entry.name)
        words[entry.key] = frozenset(word[:3] for word in own.own)
        for block in blocks_of(entry, own):
            shared[block].append(entry.key)
    found: set[tuple[int, int]] = set()
    for (kind, _value), keys in shared.items():
        if len(keys) < 2 or (kind not in {"house", "phone"} and len(keys) > MOST_A_WORD):
            continue
        crowded = len(keys) > MOST_A_HOUSE
        for one, other in combinations(sorted(set(keys)), 2):
            if not crowded or words[one] & words[other]:
                found.add((one, other))
    return sorted(found)


def blocks_of(entry: Known, own: NameWords) -> Iterable[tuple[str, Hashable]]:
    if entry.phone:
        yield "phone", entry.phone
    for address in entry.addresses:
        yield "house", address
    if entry.email:
        yield "email", entry.email.lower()
    if site := site_of(entry.website):
        yield "site", site
    for word in set(own.own):
        yield "word", word
    if own.joined:
        yield "name", own.joined
