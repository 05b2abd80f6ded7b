"""The district somebody named on the command line."""

from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

from kiezkontor.districts.models import District

MOST_NAMED = 10


def district_named(slug: str) -> District:
    """Raises CommandError with a sentence that says where was looked and what is there."""
    found = District.objects.filter(slug=slug).first()
    if found is not None:
        return found
    data = Path(settings.DATA)
    others = list(District.objects.order_by("slug").values_list("slug", flat=True)[: MOST_NAMED + 1])
    there = f"it has {', '.join(others[:MOST_NAMED])}" if others else "it has none yet"
    more = " and others" if len(others) > MOST_NAMED else ""
    sentence = f"There is no district {slug} in the installation at {data}; {there}{more}."
    if (data / "demo" / "demo.json").exists():
        sentence += f" The demo keeps its own data: set KONTOR_DATA={data / 'demo'}."
    raise CommandError(sentence)
