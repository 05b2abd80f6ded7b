from django.db import models


class OpeningPattern(models.Model):
    """One opening-hours expression in one federal state, shared by all who keep these hours.

    expression: OSM syntax. place: "" or "lat,lon" rounded to 0.1 degree where the expression depends on the sun.
    computed_until: intervals are stored up to this day (exclusive); None while none are stored yet.
    problem: the sentence that says why the expression cannot be read; then no intervals are stored.
    """

    expression = models.CharField(max_length=500)
    region = models.CharField(max_length=6)
    place = models.CharField(max_length=20, blank=True)
    computed_until = models.DateField(null=True, db_index=True)
    problem = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expression", "region", "place"], name="opening_pattern_once")]

    def __str__(self) -> str:
        return self.expression


class OpeningInterval(models.Model):
    """A stretch of time in which a pattern is open: [opens_at, closes_at)."""

    pattern = models.ForeignKey(OpeningPattern, models.CASCADE, related_name="intervals")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    certain = models.BooleanField(default=True)

    class Meta:
        ordering = ["pattern_id", "opens_at"]
        indexes = [models.Index(fields=["pattern", "closes_at", "opens_at"], name="interval_by_pattern")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="interval_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%Y-%m-%d %H:%M}"
