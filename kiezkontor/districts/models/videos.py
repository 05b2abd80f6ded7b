from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models.district import District, in_language


class SignLanguageVideo(models.Model):
    """The district's introduction in sign language, with its words as text for everybody who does not sign.

    width, height: pixels as shown; seconds: None where the file does not say.
    """

    district = models.OneToOneField(District, models.CASCADE, related_name="sign_language_video")
    file = models.FileField(_("video in sign language"), upload_to="dgs/")
    poster = models.FileField(_("still picture"), upload_to="dgs/", blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    size_bytes = models.PositiveBigIntegerField()
    transcript_de = models.TextField(_("what the video says (German)"), blank=True)
    transcript_en = models.TextField(_("what the video says (English)"), blank=True)
    is_shown = models.BooleanField(_("visitors see the video"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shown=False) | ~Q(transcript_de=""), name="sign_language_video_shown_with_its_words"
            )
        ]

    def __str__(self) -> str:
        return str(self.district)

    @property
    def transcript(self) -> str:
        return in_language(self, "transcript")
