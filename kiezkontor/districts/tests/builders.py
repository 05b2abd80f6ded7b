"""Districts, streets, projects and people with roles for tests: valid, invented, every detail overridable."""

from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, FIELD_WORKER, Viewer
from kiezkontor.districts.actions.drafts import add_draft
from kiezkontor.districts.models import BrandDraft, District, Project, Role, Street
from kiezkontor.methods.street_names import street_key

_numbers = count(1)

WEST, SOUTH, EAST, NORTH = 13.40, 52.46, 13.44, 52.48
A_SQUARE = {
    "type": "Polygon",
    "coordinates": [[[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]],
}
LONG_AGO = date(2020, 1, 1)


def district(name: str = "Musterkiez", **details: Any) -> District:
    """Published, with a square boundary around 52.47 N, 13.42 E; the slug follows the name unless it is taken."""
    slug = details.pop("slug", None) or name.lower().replace(" ", "-")
    if District.objects.filter(slug=slug).exists():
        slug = f"{slug}-{next(_numbers)}"
    details = {
        "municipality": "Musterstadt",
        "federal_state": "BE",
        "languages": ["de", "en"],
        "boundary": A_SQUARE,
        "south": SOUTH,
        "north": NORTH,
        "west": WEST,
        "east": EAST,
    } | details
    return District.objects.create(slug=slug, name=name, **details)


def street(of: District, name: str = "Musterstraße", **details: Any) -> Street:
    """A street of the district's municipality, found again under the same name."""
    details = {"lines": []} | details
    found, _ = Street.objects.get_or_create(
        municipality=of.municipality, key=street_key(name), defaults={"name": name, **details}
    )
    found.districts.add(of)
    return found


def project(*of: District, **details: Any) -> Project:
    number = next(_numbers)
    details = {"slug": f"project-{number}", "short_name": f"Project {number}", "from_on": LONG_AGO} | details
    made = Project.objects.create(**details)
    made.districts.set(of)
    return made


def role(someone: Person, of: District, name: str = COORDINATOR, **period: Any) -> Role:
    return Role.objects.create(person=someone, district=of, name=name, **({"from_on": LONG_AGO} | period))


def coordinator(of: District, name: str = "", **details: Any) -> Person:
    return role(person(name, **details), of, COORDINATOR).person


def editor(of: District, name: str = "", **details: Any) -> Person:
    return role(person(name, **details), of, EDITOR).person


def field_worker(of: District, name: str = "", **details: Any) -> Person:
    return role(person(name, **details), of, FIELD_WORKER).person


def drawing(colour: str = "#00594f") -> bytes:
    """A logo as it is kept: WebP."""
    content = BytesIO()
    Image.new("RGBA", (120, 60), colour).save(content, "WEBP", lossless=True)
    return content.getvalue()


def draft(of: District, name: str = "", colour: str = "#00594f", **details: Any) -> BrandDraft:
    values = {
        "name": name or f"Entwurf {next(_numbers)}",
        "image_text": "Ein Lindenblatt",
        "author": "Greta Grafik",
        "rights": "Überall verwenden, ohne Frist.",
    } | details
    return add_draft(of, image=ContentFile(drawing(colour)), by=Viewer(system="test"), **values)


def viewer(someone: Person, of: District, *roles: str) -> Viewer:
    """The viewer behind a person, without asking the database."""
    return Viewer(person=someone, roles={of.pk: frozenset(roles)})
