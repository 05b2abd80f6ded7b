from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models.district import District


class BrandDraft(models.Model):
    """What might become the logo of a district; its file is for the coordination alone.

    image_text: for who does not see it. rights: what the district may do with it, in words.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="brand_drafts")
    name = models.CharField(_("name"), max_length=120)
    image = models.ImageField(_("picture"), upload_to="drafts/")
    image_text = models.CharField(_("what the picture shows"), max_length=160)
    author = models.CharField(_("drawn by"), max_length=120)
    rights = models.CharField(_("what the district may do with it"), max_length=300)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("draft of a logo")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="drafts_have_names_of_their_own")]

    def __str__(self) -> str:
        return self.name
