"""Series remind of their events; those there are already go on without, until their office wants it."""

from django.db import migrations, models
from django.db.models import Q


def hours(**more):
    return models.PositiveSmallIntegerField("reminder: hours before", blank=True, null=True, **more)


class Migration(migrations.Migration):
    dependencies = [("calendar", "0015_unreadable_calendars")]

    operations = [
        migrations.AddField("reminder", "by_series", models.BooleanField(default=False)),
        migrations.AddField("series", "remind_hours", hours()),
        migrations.AlterField("series", "remind_hours", hours(default=48)),
        migrations.AddField("series", "remind_text", models.TextField("what the reminder says", blank=True)),
        migrations.AddConstraint(
            "series",
            models.CheckConstraint(
                condition=Q(remind_hours=None) | Q(remind_hours__gt=0), name="series_reminds_before"
            ),
        ),
    ]
