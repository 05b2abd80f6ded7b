"""How much a request may carry, looked at before anything of it is read or kept on disk."""

from collections.abc import Callable
from typing import Any, Never

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Names, borders between parts and the other fields of a form beside its files.
BESIDE_FILES_BYTES = 1_000_000


def takes_files[V: Callable[..., Any]](most_bytes: int) -> Callable[[V], V]:
    """Mark a view whose form carries files of so many bytes together; every other page takes none."""

    def mark(view: V) -> V:
        view.most_bytes = most_bytes + BESIDE_FILES_BYTES  # type: ignore[attr-defined]  # a mark, as csrf_exempt leaves one
        return view

    return mark


def refusal(request: HttpRequest, file_bytes: int) -> HttpResponse | None:
    """The answer to a request that carries more than its page takes; None for one that may be read.

    file_bytes: what the page takes with its files; 0 where it takes none or not from this person. Files sent to such
    a page are skipped while the form is read. What a request says of its length is also the most that is read of it.
    """
    if request.method in WITHOUT_BODY:
        return None
    if not file_bytes:
        request.upload_handlers = [NoFiles(request)]
    most_bytes = max(file_bytes, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    if said_length(request) <= most_bytes:
        return None
    context = {"megabytes": most_bytes // 1_000_000, "with_files": bool(file_bytes)}
    return render(request, "413.html", context, status=413)


def said_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


class NoFiles(FileUploadHandler):
    """Passes over every file without keeping any of it."""

    def new_file(self, *args: Any, **kwargs: Any) -> Never:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del raw_data, start

    def file_complete(self, file_size: int) -> None:
        del file_size
