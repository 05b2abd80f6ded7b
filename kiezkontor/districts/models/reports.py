from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models.district import District


class PublicReport(models.Model):
    """What someone reported through the public forms, or asks about data that are stored about them.

    due_on: one month after it came in for barriers (state accessibility law) and for own data (Article 12(3) GDPR); the
    others are answered without delay. about: which of the own data, as they are called. outcome: what became of what
    somebody asked about own data.
    good_faith: the statement Article 16 of the Digital Services Act asks for.
    """

    class Kind(models.TextChoices):
        BARRIER = "barrier", _("Barrier")
        CONTENT = "content", _("Content")
        MISTAKE = "mistake", _("Mistake in an entry")
        CORRECTION = "correction", _("Correction of own data")
        OBJECTION = "objection", _("Objection to the use of own data")

    class Outcome(models.TextChoices):
        FOLLOWED = "followed", _("done as asked")
        PARTLY = "partly", _("done in part")
        REFUSED = "refused", _("not done")

    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True, related_name="public_reports")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    about = models.CharField(_("what it is about"), max_length=200, blank=True)
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
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.received_at:%Y-%m-%d})"

    @property
    def is_about_own_data(self) -> bool:
        return self.kind in ABOUT_OWN_DATA


ABOUT_OWN_DATA = frozenset({PublicReport.Kind.CORRECTION, PublicReport.Kind.OBJECTION})
# What is answered within one month; everything else within a week.
ANSWERED_IN_A_MONTH = ABOUT_OWN_DATA | {PublicReport.Kind.BARRIER}
