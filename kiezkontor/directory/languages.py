"""Names of the languages spoken somewhere, from their codes."""

from collections.abc import Iterable

from django.utils.translation import get_language_info, override


def language_name(code: str) -> str:
    """In the language of the page; the code itself where it is none we know."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def names_to_find(codes: Iterable[str]) -> list[str]:
    """All languages by their German, their English and their own name, so that everybody finds who speaks theirs."""
    names: dict[str, None] = {}
    for code in codes:
        for language in ("de", "en"):
            with override(language):
                names[language_name(code)] = None
        try:
            names[get_language_info(code)["name_local"]] = None
        except KeyError:
            continue
    return list(names)
