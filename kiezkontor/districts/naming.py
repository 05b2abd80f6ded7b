"""The district somebody named on the command line."""

from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District

MOST_NAMED = 10


def district_named(slug: str) -> District:
    """Raises CommandError with a sentence that says where was looked and what is there."""
    found = District.objects.filter(slug=slug).first()
    if found is not None:
        return found
    data = Path(settings.DATA)
    others = list(District.objects.order_by("slug").values_list("slug", flat=True)[: MOST_NAMED + 1])
    if not others:
        sentence = _("There is no district %(slug)s in the installation at %(data)s; it has none yet.")
    elif len(others) > MOST_NAMED:
        sentence = _("There is no district %(slug)s in the installation at %(data)s; it has %(known)s and others.")
    else:
        sentence = _("There is no district %(slug)s in the installation at %(data)s; it has %(known)s.")
    sentence %= {"slug": slug, "data": data, "known": ", ".join(others[:MOST_NAMED])}
    demo = data / "demo"
    if (demo / "demo.json").exists():
        sentence += " " + _("The demo keeps its own data: set KONTOR_DATA=%(folder)s.") % {"folder": demo}
    raise CommandError(sentence)
