from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy

from kiezkontor.districts.images import Picture, logo_file

_SIGNER = Signer(salt="districts.chosen-logo")


class LogoInput(forms.FileInput):
    """Carries a logo that was chosen through previews and refusals, in the page itself: nothing is stored before it is
    saved, and browsers empty file fields of every page they are sent.
    """

    template_name = "districts/office/logo_input.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        upload = super().value_from_datadict(data, files, name)
        if upload is not None or data.get(f"{name}-dropped"):
            return upload
        return _read_again(data.get(f"{name}-chosen", ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in files and f"{name}-chosen" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        picture = value if isinstance(value, ContentFile) else getattr(value, "as_logo", None)
        if picture is not None:
            written = _written(picture)
            context["chosen"] = {"signed": _SIGNER.sign(written), "url": _address(written)}
        return context


class LogoField(forms.FileField):
    """A picture made small and written anew; None where none was chosen."""

    widget = LogoInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def __init__(self) -> None:
        hint = gettext_lazy("PNG, JPEG or WebP, at most 2 MB; drawings (SVG) are not possible.")
        super().__init__(label=gettext_lazy("Logo"), help_text=hint, required=False)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        if isinstance(data, ContentFile):
            return data
        upload = super().clean(data)
        if not upload:
            return None
        upload.as_logo = logo_file(upload)
        picture: Picture = upload.as_logo
        return picture


class ShownLogo:
    """A logo that is not stored, with an address as stored ones have."""

    def __init__(self, picture: Picture) -> None:
        self.url = _address(_written(picture))


def _written(picture: Picture) -> str:
    """The name, which has no colon, and the content."""
    with picture.open() as content:
        return f"{picture.name}:{b64encode(content.read()).decode()}"


def _address(written: str) -> str:
    return f"data:image/webp;base64,{written.partition(':')[2]}"


def _read_again(signed: str) -> Picture | None:
    """None for anything that is not a logo this site wrote."""
    try:
        name, _colon, content = _SIGNER.unsign(signed).partition(":")
    except BadSignature:
        return None
    return ContentFile(b64decode(content), name=name)
