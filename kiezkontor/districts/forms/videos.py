from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.images import Picture
from kiezkontor.methods.pictures import PictureError, web_pictures

POSTER_PX = 1280
MAX_POSTER_BYTES = 10_000_000
WORDS = {"rows": 10}


class SignLanguageForm(forms.Form):
    video = forms.FileField(
        label=gettext_lazy("Video file"),
        help_text=gettext_lazy(
            "MP4 (H.264) or WebM, at most 200 MB; three minutes in 720 lines take about 50 MB. "
            "Sending it may take some minutes; please keep this page open. A new file takes the place of the old one."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm,.mp4,.webm"}),
    )
    poster = forms.FileField(
        label=gettext_lazy("Still picture"),
        help_text=gettext_lazy("What is seen before the video starts. PNG, JPEG or WebP, at most 10 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    without_poster = forms.BooleanField(label=gettext_lazy("Remove the still picture"), required=False)
    transcript_de = forms.CharField(
        label=gettext_lazy("What the video says (German)"),
        help_text=gettext_lazy(
            "The text alternative for people who do not sign, or cannot see. Blank lines make paragraphs."
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=WORDS),
    )
    transcript_en = forms.CharField(
        label=gettext_lazy("What the video says (English)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=WORDS),
    )
    is_shown = forms.BooleanField(
        label=gettext_lazy("Visitors see the video"),
        help_text=gettext_lazy(
            "Without this only the office sees it, on this page. A new file in place of one that visitors see "
            "is hidden at first: look at it here, then tick this again."
        ),
        required=False,
    )

    def __init__(self, *args: Any, has_poster: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_poster:
            del self.fields["without_poster"]

    def clean_poster(self) -> Picture | None:
        upload = self.cleaned_data.get("poster")
        if not upload:
            return None
        if upload.size > MAX_POSTER_BYTES:
            raise ValidationError(_("The picture is larger than 10 MB. Please choose a smaller file."))
        try:
            (picture,) = web_pictures(upload.read(), POSTER_PX)
        except PictureError:
            raise ValidationError(_("The picture cannot be read. Please choose a PNG, JPEG or WebP file.")) from None
        return ContentFile(picture.data, name="poster.jpg")
