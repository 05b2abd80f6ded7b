"""How the deeds of this area read in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.home.retention import BY_NAME, FORGOTTEN

SENTENCES = {FORGOTTEN: _("%(actor)s deleted what was over: %(what)s (%(count)s).")}


def title_of(kind: Any) -> str:
    return str(BY_NAME[kind].title) if kind in BY_NAME else str(kind)


def register() -> None:
    add_words(SENTENCES, details={"districts.district:what": title_of})
