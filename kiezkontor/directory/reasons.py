"""Why an entry was found, where neither its name nor its category shows it."""

from collections.abc import Iterator, Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kiezkontor.directory.languages import names_to_find
from kiezkontor.directory.listed import Hit
from kiezkontor.directory.rules.contact_texts import phone_text, site_text
from kiezkontor.directory.rules.meanings import Found
from kiezkontor.directory.rules.search_texts import as_people_type_it, marks_of_entry
from kiezkontor.search.reasons import Reason, asked
from kiezkontor.shared.spoken import Text, spoken

MOST_SHOWN = 3


def reason(entry: Hit, *, query: str, meant: Sequence[Found], any_word: bool = False) -> str:
    """A sentence as HTML with the words that led here; empty where name, category or address show them already.

    query: as it was understood. meant: the phrases its words stand for. any_word: it need not fit all of them.
    """
    found = asked(query).answered_by(texts_of(entry))
    if all(each is not None and each.text == "shown" for each in found):
        return ""
    marks = marks_of_entry(entry.category_id, entry.keywords, entry.opening_hours)
    words: dict[str, str] = {}
    near = False
    for each, of_word in zip(found, meant, strict=True):
        phrase = of_word.phrase_for(marks)
        if each is not None and each.text != "shown":
            words[found_in(entry, each)] = ""
        elif each is None and phrase is not None:
            words[phrase.text] = phrase.language
            near = near or of_word.is_only_near(marks)
    if not words:
        is_elsewhere = found == [None] * len(found) if any_word else None in found
        return _("Found in the description") if is_elsewhere else ""
    marked = [
        spoken(Text(word, language)) if language else conditional_escape(word)
        for word, language in list(words.items())[:MOST_SHOWN]
    ]
    sentence = _("Not the same, but close: %(words)s") if near else _("Found by: %(words)s")
    return SafeString(conditional_escape(sentence) % {"words": ", ".join(marked)})


def texts_of(entry: Hit) -> Iterator[tuple[str, str]]:
    """Where a word of the question may stand, by name, what a list shows first."""
    yield "shown", f"{entry.name} {entry.category_de} {entry.category_en} {entry.address}"
    yield "names", " ".join(names_to_find(entry.languages or []))
    yield "phone", as_people_type_it(entry.phone)
    yield "site", as_people_type_it(entry.website)
    yield "place", f"{entry.postcode} {entry.city}"


def found_in(entry: Hit, answer: Reason) -> str:
    if answer.text == "phone":
        return _("telephone %(number)s") % {"number": phone_text(entry.phone)}
    if answer.text == "site":
        return _("website %(address)s") % {"address": site_text(entry.website)}
    return answer.found
