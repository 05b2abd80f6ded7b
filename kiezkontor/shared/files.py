"""What is made for whoever asks, as a file."""

from django.http import HttpResponse

PDF = "application/pdf"


def download(body: str | bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under its name."""
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def pdf_to_save(made: bytes, name: str) -> HttpResponse:
    return download(made, f"{name}.pdf", PDF)


def pdf_to_read(made: bytes, name: str, *, kept: str = "") -> HttpResponse:
    """Opens in the browser. kept: what browsers may do with it (Cache-Control)."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'} | ({"Cache-Control": kept} if kept else {})
    return HttpResponse(made, content_type=PDF, headers=headers)
