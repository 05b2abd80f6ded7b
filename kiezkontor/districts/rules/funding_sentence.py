"""The sentence that names who pays for a project, in German and English."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["federation", "state", "eu", "municipality", "own", "other"]

# Openings of names as printed, and how German bends them after "Mittel".
_OF = (
    ("Bund", "des Bundes"),
    ("Bundesrepublik", "der Bundesrepublik"),
    ("Land", "des Landes"),
    ("Freistaat", "des Freistaates"),
    ("Freie und Hansestadt", "der Freien und Hansestadt"),
    ("Freie Hansestadt", "der Freien Hansestadt"),
    ("Europäische Union", "der Europäischen Union"),
    ("Stadt", "der Stadt"),
    ("Hansestadt", "der Hansestadt"),
    ("Landeshauptstadt", "der Landeshauptstadt"),
    ("Gemeinde", "der Gemeinde"),
    ("Samtgemeinde", "der Samtgemeinde"),
    ("Markt", "des Marktes"),
    ("Bezirk", "des Bezirks"),
    ("Bezirksamt", "des Bezirksamts"),
    ("Landkreis", "des Landkreises"),
    ("Kreis", "des Kreises"),
    ("Region", "der Region"),
)
_ENGLISH = (
    ("Bund", "the Federal Government"),
    ("Land", "the State of"),
    ("Freistaat", "the Free State of"),
    ("Freie und Hansestadt", "the Free and Hanseatic City of"),
    ("Freie Hansestadt", "the Free Hanseatic City of"),
    ("Europäische Union", "the European Union"),
    ("Stadt", "the Town of"),
    ("Hansestadt", "the Hanseatic Town of"),
    ("Landeshauptstadt", "the City of"),
    ("Gemeinde", "the Municipality of"),
    ("Markt", "the Market Town of"),
    ("Bezirk", "the District of"),
    ("Landkreis", "the County of"),
    ("Kreis", "the County of"),
)
# The same without a name behind.
_ENGLISH_ALONE = {
    "Bund": "the Federal Government",
    "Land": "the state",
    "Freistaat": "the state",
    "Europäische Union": "the European Union",
    "Stadt": "the town",
    "Hansestadt": "the town",
    "Landeshauptstadt": "the city",
    "Gemeinde": "the municipality",
    "Markt": "the market town",
    "Bezirk": "the district",
    "Landkreis": "the county",
    "Kreis": "the county",
}
_OWN_SHARE = ("Eigenanteil ", "Eigenmittel ")
_ENGLISH_STATES = {
    "Bayern": "Bavaria",
    "Hessen": "Hesse",
    "Mecklenburg-Vorpommern": "Mecklenburg-Western Pomerania",
    "Niedersachsen": "Lower Saxony",
    "Nordrhein-Westfalen": "North Rhine-Westphalia",
    "Rheinland-Pfalz": "Rhineland-Palatinate",
    "Sachsen": "Saxony",
    "Sachsen-Anhalt": "Saxony-Anhalt",
    "Thüringen": "Thuringia",
}


@dataclass(frozen=True)
class Payer:
    """name: as printed, "Land Berlin". programme: from the widest down, "Zukunftsinitiative Stadtteil" first."""

    kind: Kind
    name: str
    programme: tuple[str, ...] = ()


def funding_sentence(payers: Sequence[Payer], language: str) -> str:
    """One sentence in the printed order of the payers; empty without payers.

    German bends the names it knows ("des Bundes und des Landes Berlin"); with a name it cannot bend the sentence
    lists the payers as printed. Programmes follow in brackets, each chain once.
    """
    if not payers:
        return ""
    german = language[:2] == "de"
    others = [payer for payer in payers if payer.kind != "own"]
    own = len(others) < len(payers)
    programmes = _programmes(payers, german=german)
    if german:
        return _german(others, own=own, programmes=programmes)
    if not others:
        return f"Financed from own funds{programmes}."
    names = _listed([in_english(payer.kind, payer.name) for payer in others], "and")
    return f"Funded by {names}{programmes}{', and from own funds' if own else ''}."


def _german(others: Sequence[Payer], *, own: bool, programmes: str) -> str:
    if not others:
        return f"Finanziert aus Eigenmitteln{programmes}."
    bent = [_opening(payer.name, _OF) for payer in others]
    if all(bent):
        names = _listed([name for name in bent if name], "und")
        return f"Gefördert aus Mitteln {names}{programmes}{' sowie aus Eigenmitteln' if own else ''}."
    names = _listed([payer.name for payer in others] + (["Eigenmittel"] if own else []), "und")
    return f"Gefördert durch: {names}{programmes}."


def _opening(name: str, table: Sequence[tuple[str, str]]) -> str | None:
    for opening, instead in table:
        if name == opening or name.startswith(opening + " "):
            return instead + name[len(opening) :]
    return None


def in_english(kind: Kind, name: str) -> str:
    """A payer as an English sentence names it; a name that is not known keeps its German."""
    if kind == "federation":
        return "the German Federal Government"
    for share in _OWN_SHARE:
        whose = _bent_back(name.removeprefix(share)) if name.startswith(share) else None
        if whose:
            return f"{in_english('other', whose)}’s own contribution"
    if name in _ENGLISH_ALONE:
        return _ENGLISH_ALONE[name]
    found = _opening(name, _ENGLISH) or name
    for german, english in _ENGLISH_STATES.items():
        if found.endswith(f" of {german}"):
            return found.removesuffix(german) + english
    return found


def _bent_back(name: str) -> str | None:
    """Markt Murnau for "des Marktes Murnau"; None for what cannot be put into English afterwards."""
    back = [(bent, opening) for opening, bent in _OF if opening in _ENGLISH_ALONE]
    return _opening(name, back)


def _programmes(payers: Sequence[Payer], *, german: bool) -> str:
    chains = list(dict.fromkeys(payer.programme for payer in payers if payer.programme))
    if not chains:
        return ""
    word = "Programm" if german else "programme"
    texts = [chain[0] + "".join(f", {word} {part}" for part in chain[1:]) for chain in chains]
    return f" ({'; '.join(texts)})"


def _listed(names: Sequence[str], last: str) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
