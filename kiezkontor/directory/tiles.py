"""The district's own map file and where it is served."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kiezkontor.districts.models import District


def basemap_file(district: District) -> Path | None:
    """The district's .pmtiles file, None while none was built."""
    path = Path(settings.DATA) / "tiles" / f"{district.slug}.pmtiles"
    return path if path.is_file() else None


def version_of(file: Path) -> str:
    found = file.stat()
    return f"{found.st_mtime_ns:x}-{found.st_size:x}"


def basemap_url(district: District) -> str:
    """The same in every language, so that browsers keep one copy; "" while there is no map."""
    file = basemap_file(district)
    if file is None:
        return ""
    with override(settings.LANGUAGE_CODE):
        return f"{reverse('directory:basemap')}?v={version_of(file)}"
