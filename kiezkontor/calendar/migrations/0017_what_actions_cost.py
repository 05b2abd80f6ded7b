from django.db import migrations, models
from django.db.models import F, Q


def euros(name):
    return models.DecimalField(name, max_digits=9, decimal_places=2, null=True, blank=True)


class Migration(migrations.Migration):
    dependencies = [("calendar", "0016_reminders_of_series")]

    operations = [
        migrations.AddField("event", "cost", euros("cost in euros")),
        migrations.AddField("event", "own_share", euros("of it paid by the businesses")),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="event_cost_is_not_negative"),
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=Q(own_share=None) | Q(own_share__gte=0, cost__isnull=False, own_share__lte=F("cost")),
                name="own_share_is_of_the_cost",
            ),
        ),
    ]
