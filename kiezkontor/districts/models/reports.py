from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models.district import District


class PublicReport(models.Model):
    """A barrier, an unlawful content or a mistake in an entry that someone reported through the public forms.

    due_on: one month after it came in for barriers (state accessibility law); the others are answered without delay.
    good_faith: the statement Article 16 of the Digital Services Act asks for.
    """

    class Kind(models.TextChoices):
        BARRIER = "barrier", _("Barrier")
        CONTENT = "content", _("Content")
        MISTAKE = "mistake", _("Mistake in an entry")

    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True, related_name="public_reports")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    page_url = models.CharField(_("address of the page"), max_length=500, blank=True)
    message = models.TextField(_("message"), max_length=5000)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    good_faith = models.BooleanField(_("made in good faith"), default=False)
    language = models.CharField(_("language of the form"), max_length=2, default="de")
    received_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.received_at:%Y-%m-%d})"
