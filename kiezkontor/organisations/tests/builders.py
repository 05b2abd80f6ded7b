"""Organisations, categories and photos for tests: valid, invented, every detail overridable."""

from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.notices.models import LetterRun
from kiezkontor.organisations.models import (
    Category,
    Contact,
    EntryRequest,
    FieldClaim,
    LegalHold,
    Membership,
    Merge,
    Organisation,
    Photo,
    Relation,
    SourceRun,
    Steward,
    ToldApart,
)
from kiezkontor.organisations.rules.use_classes import default_use_class

_numbers = count(1)


def category(key: str = "shop=bakery", name_de: str = "", **details: Any) -> Category:
    name = name_de or key.partition("=")[2].replace("_", " ").title()
    defaults = {"name_de": name, "name_en": name, "use_class": default_use_class(key)} | details
    return Category.objects.get_or_create(key=key, defaults=defaults)[0]


def organisation(name: str = "", **details: Any) -> Organisation:
    """A bakery that nobody has confirmed yet."""
    number = next(_numbers)
    name = name or f"Musterladen {number}"
    if "category" not in details:
        details["category"] = category()
    return Organisation.objects.create(**({"name": name, "slug": f"{slugify(name)}-{number}"} | details))


def membership(of: Organisation, district: District, **period: Any) -> Membership:
    return Membership.objects.create(organisation=of, district=district, **({"from_on": date(2024, 1, 1)} | period))


def steward(someone: Person, of: Organisation, **details: Any) -> Steward:
    """Somebody with an access who looks after the entry since some time."""
    return Steward.objects.create(
        **({"person": someone, "organisation": of, "way": Steward.Way.INVITED, "from_on": date(2026, 1, 1)} | details)
    )


def contact(of: Organisation, district: District, **details: Any) -> Contact:
    """An invented contact person with telephone and address."""
    number = next(_numbers)
    known = {"name": f"Kim Kontakt {number}", "email": f"kontakt{number}@example.org", "phone": "+493012345678"}
    origin = {"basis": FieldClaim.Basis.OWNER, "said_on": date(2026, 1, 1)}
    return Contact.objects.create(**({"organisation": of, "district": district} | known | origin | details))


def entry_request(of: Organisation, district: District, **details: Any) -> EntryRequest:
    asked = {"name": "Fritz Fragt", "standing": "owner", "email": "fritz@example.org", "asked_at": timezone.now()}
    return EntryRequest.objects.create(**({"organisation": of, "district": district} | asked | details))


def legal_hold(of: District, **details: Any) -> LegalHold:
    return LegalHold.objects.create(**{"district": of, "reason": "Prüfung", "set_at": timezone.now()} | details)


def relation(one: Organisation, other: Organisation, district: District, **details: Any) -> Relation:
    """One rents to the other."""
    said = {"kind": "landlord_of", "district": district, "entered_at": timezone.now()}
    return Relation.objects.create(**({"one": one, "other": other} | said | details))


def told_apart(one: Organisation, other: Organisation, district: District) -> ToldApart:
    """Two alike entries that somebody said are different bodies."""
    first, second = sorted((one.pk, other.pk))
    return ToldApart.objects.create(first_id=first, second_id=second, district=district, told_at=timezone.now())


def merge(kept: Organisation, district: District, **details: Any) -> Merge:
    """An entry that was merged into this one."""
    gone = {"absorbed_id": 10_000 + next(_numbers), "absorbed_name": "Laden Doppelt", "merged_at": timezone.now()}
    return Merge.objects.create(**({"kept": kept, "district": district} | gone | details))


def letter_run(of: District, **details: Any) -> LetterRun:
    """Letters that are printed."""
    made = {
        "purpose": "entry.letter",
        "scope_id": of.pk,
        "language": "de",
        "pdf": b"%PDF-",
        "count": 1,
        "finished_at": timezone.now(),
    }
    return LetterRun.objects.create(**(made | details))


def picture(width: int = 40, height: int = 30, **save: Any) -> bytes:
    """The bytes of a small JPEG; `save` goes to Pillow (format="PNG", exif=…)."""
    stream = BytesIO()
    Image.new("RGB", (width, height), "#b3471d").save(stream, **({"format": "JPEG"} | save))
    return stream.getvalue()


def photo(of: Organisation, **details: Any) -> Photo:
    """A published photo with description, caption and credit."""
    texts = {"alt": "Ein Ladenfenster", "caption": "Unser Fenster", "credit": "Foto: Muster", "is_public": True}
    file = ContentFile(picture(), name="photo.jpg")
    return Photo.objects.create(**({"organisation": of, "image": file} | texts | details))


def source_run(of: District, **details: Any) -> SourceRun:
    details = {
        "kind": SourceRun.Kind.OSM,
        "file_name": "extract.osm.pbf",
        "checksum": f"{next(_numbers):064d}",
        "scope": {"complete": True},
        "reference_on": date(2026, 1, 1),
        "status": SourceRun.Status.DONE,
        "started_at": timezone.now(),
    } | details
    return SourceRun.objects.create(district=of, **details)
