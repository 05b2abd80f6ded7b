from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class UseClass(models.TextChoices):
    RETAIL = "retail", _("Retail")
    GASTRONOMY = "gastronomy", _("Food and drink")
    LOCAL_ECONOMY = "local_economy", _("Local services")
    PUBLIC_USE = "public_use", _("Public and social")


class Category(models.Model):
    """What an organisation does, by its OpenStreetMap key and value; the installation may change the use class.

    key: "shop=bakery".
    """

    key = models.CharField(primary_key=True, max_length=120)
    name_de = models.CharField(_("German name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    use_class = models.CharField(_("use class"), max_length=20, choices=UseClass)

    class Meta:
        ordering = ["name_de"]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "de").startswith("en") else self.name_de
