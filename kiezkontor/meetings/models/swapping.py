from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.models.attendance import Attendance


class SwappedContact(models.Model):
    """What somebody at a meeting tells the others who tell theirs; forgotten soon after it.

    phone: E.164. words: what they offer or look for. sent_at: when those of the others were mailed to them.
    """

    attendance = models.OneToOneField(Attendance, models.CASCADE, related_name="swapped")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone number"), max_length=40, blank=True)
    words = models.CharField(_("what you offer or look for"), max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contact swapped at a meeting")
        ordering = ["attendance__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="swapped_contact_can_be_reached"),
        ]

    def __str__(self) -> str:
        return str(self.attendance)
