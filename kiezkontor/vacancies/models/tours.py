from django.db import models

from kiezkontor.calendar.models import Event
from kiezkontor.vacancies.models.cases import VacancyCase


class Tour(models.Model):
    """Several units are shown one after the other. Time, places and who signed up are the event's."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="tour")
    cases = models.ManyToManyField(VacancyCase, through="TourStop", related_name="tours")

    class Meta:
        verbose_name = "tour"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.event)


class TourStop(models.Model):
    """position: from 1, in walking order."""

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="stops")
    case = models.ForeignKey(VacancyCase, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["tour_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["tour", "case"], name="tour_shows_a_unit_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.case_id}"
