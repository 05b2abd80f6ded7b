"""Pictures and videos people uploaded, served from the store under any host."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

# Folders whose files are meant for everybody; anything else in the store stays inside.
PUBLIC_FOLDERS = frozenset({"brand", "dgs", "funding", "photos"})
TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
KEEP = "public, max-age=604800"
# In a browser that several people use, nothing of it stays.
NOT_KEPT = "private, no-store"
# Browsers ask each time, because a picture may be taken back.
ASKED_AGAIN = "no-cache"

type Keeper = Callable[[HttpRequest, str], bool | None]

# Who may see one file of a public folder, by the folder and the path of the file in the store, filled at start-up: None
# where it is for everybody, else whether it is for whoever asks.
keepers: dict[str, Keeper] = {}

_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
# A player asks again for the rest; one answer stays small.
LARGEST_PART = 2_000_000


def drop_once_certain(*files: FieldFile) -> None:
    """Delete stored files when the transaction is committed; those that are none are left out."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file, or the part a player asks for (one range; several are ignored)."""
    named = PurePosixPath(path)  # one spelling of it: the store opens //photos/./a.jpg, too
    path, parts, kind = str(named), named.parts, TYPES.get(named.suffix.lower())
    if kind is None or ".." in parts or not parts or parts[0] not in PUBLIC_FOLDERS or not default_storage.exists(path):
        raise Http404
    keeper = keepers.get(parts[0])
    is_for_asker = keeper(request, path) if keeper else None
    if is_for_asker is False:
        raise Http404
    headers = {"Cache-Control": NOT_KEPT if is_for_asker else KEEP, "Accept-Ranges": "bytes"}
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-":
        return FileResponse(default_storage.open(path), content_type=kind, headers=headers)
    size = default_storage.size(path)
    if asked[1]:
        first, end = int(asked[1]), int(asked[2]) if asked[2] else size - 1
    else:
        first, end = max(0, size - int(asked[2])), size - 1
    last = min(end, size - 1, first + LARGEST_PART - 1)
    if first > last:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    with default_storage.open(path) as file:
        file.seek(first)
        content = file.read(last - first + 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return HttpResponse(content, status=206, content_type=kind, headers=headers)


def file_of(file: FieldFile, *, name: str) -> HttpResponse:
    """A stored file to be saved under a name, never opened in the page; for a page that decided who gets it."""
    ending = PurePosixPath(str(file.name)).suffix
    headers = {
        "Cache-Control": NOT_KEPT,
        "Content-Disposition": content_disposition_header(True, f"{name}{ending}") or "attachment",
    }
    with file.open("rb") as stored:
        return HttpResponse(stored.read(), content_type="application/octet-stream", headers=headers)


def jpeg_of(file: FieldFile, *, kept: str) -> HttpResponse:
    """A stored photo, for a page that decided who sees it; kept: what browsers may do with it (Cache-Control)."""
    return _shown(file, TYPES[".jpg"], kept)


def webp_of(file: FieldFile, *, kept: str) -> HttpResponse:
    """A stored drawing, as `jpeg_of`."""
    return _shown(file, TYPES[".webp"], kept)


def _shown(file: FieldFile, kind: str, kept: str) -> HttpResponse:
    with file.open("rb") as stored:
        return HttpResponse(stored.read(), content_type=kind, headers={"Cache-Control": kept})
