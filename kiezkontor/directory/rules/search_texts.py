from collections.abc import Iterable


def search_text(
    *,
    name: str,
    brand: str,
    category_names: Iterable[str],
    category_terms: Iterable[str],
    address: Iterable[str],
    prompts: Iterable[str],
    languages: Iterable[str],
) -> dict[str, str]:
    """The three weighted texts an entry is found by: a its name, b what it does, c where it is and what it says."""
    return {
        "a": joined([name, brand if brand.casefold() not in name.casefold() else ""]),
        "b": joined([*category_names, *category_terms]),
        "c": joined([*address, *prompts, *languages]),
    }


def joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)
