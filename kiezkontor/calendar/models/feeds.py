from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models.events import Kind
from kiezkontor.calendar.rules.foreign import Fault
from kiezkontor.districts.models import District
from kiezkontor.shared import fetching
from kiezkontor.shared.web_addresses import WebAddress


class Trouble(models.TextChoices):
    ADDRESS = fetching.Trouble.ADDRESS.value, _("The address is none of the public internet, so it is not read.")
    UNREACHABLE = fetching.Trouble.UNREACHABLE.value, _("The website cannot be reached. We try again each hour.")
    STATUS = fetching.Trouble.STATUS.value, _("The website does not give out the calendar. We try again each hour.")
    TOO_LARGE = fetching.Trouble.TOO_LARGE.value, _("The calendar is larger than 5 MB, so it is not read.")
    TOO_SLOW = fetching.Trouble.TOO_SLOW.value, _("The website is too slow. We try again each hour.")
    NO_CALENDAR = "no_calendar", _("What is there is no calendar (iCal).")
    UNREADABLE = (
        "unreadable",
        _(
            "Something in the calendar could not be taken over. What was taken over before stays as it was, and we try "
            "again each hour. If this is still so tomorrow, please tell the provider of the installation."
        ),
    )
    EMPTY = "empty", _("The calendar is empty. What was taken over before stays as it was.")


class FaultWords(models.TextChoices):
    LETTERS = Fault.LETTERS.value, _("The letters are not written as UTF-8; they were read as Western European ones.")
    BROKEN = Fault.BROKEN.value, _("Lines are broken; what could be read was taken.")
    NO_KEY = Fault.NO_KEY.value, _("It has no number of its own (UID); its name and time stand for it.")
    NO_BEGIN = Fault.NO_BEGIN.value, _("It has no beginning and was left out.")
    NO_END = Fault.NO_END.value, _("It has no end; two hours were taken.")
    ENDS_BEFORE = Fault.ENDS_BEFORE.value, _("It ends before it begins; two hours were taken.")
    NO_TITLE = Fault.NO_TITLE.value, _("It has no title and was left out.")
    NO_PLACE = Fault.NO_PLACE.value, _("It has no place.")
    ZONE = Fault.ZONE.value, _("Its time zone does not exist; the local time was taken.")
    RULE = Fault.RULE.value, _("How it comes again cannot be followed; the first date alone was taken.")
    TWICE = Fault.TWICE.value, _("It stands there twice; the last one counts.")
    SAME_KEY = Fault.SAME_KEY.value, _("Several dates have the same number (UID); each was taken.")
    TOO_MANY = Fault.TOO_MANY.value, _("There are too many entries; the first 5,000 were taken.")
    CUT = Fault.CUT.value, _("The calendar breaks off; nothing of it counts as cancelled.")
    KNOWN = Fault.KNOWN.value, _("It is in the calendar already and was left out.")


class CalendarFeed(models.Model):
    """A calendar of somebody else whose events a district shows too, such as the town's.

    url: "" where files are handed in. only_here: takes what takes place in the district alone. elsewhere: how many
    were left out for that when it was read last. is_followed: whether it is read each hour, which begins when its
    events were taken over first.
    waiting: what was read and not taken over yet, packed. digest: of what was taken over last. left_out: keys of events
    the office does not want. notes: faults as pairs of what was wrong and of what.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=120, blank=True)
    url = WebAddress(_("address of the calendar"), max_length=500, blank=True)
    kind = models.CharField(_("format"), max_length=12, choices=Kind, default=Kind.PUBLIC)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    only_here = models.BooleanField(_("only what takes place in the district"), default=True)
    elsewhere = models.PositiveIntegerField(default=0)
    is_followed = models.BooleanField(default=False)
    etag = models.CharField(max_length=200, blank=True)
    changed_there = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    waiting = models.BinaryField(null=True, blank=True)
    notes = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "url"], condition=~Q(url=""), name="calendar_followed_once")
        ]

    def __str__(self) -> str:
        return self.name or self.url or gettext("Calendar without a name")
