from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("calendar", "0022_pins_of_series")]

    operations = [
        migrations.AddField(
            "bodymember", "term_since", models.DateField("first day of the term", null=True, blank=True)
        ),
        migrations.AddConstraint(
            "bodymember",
            models.CheckConstraint(
                condition=Q(term_since=None) | Q(term_until=None) | Q(term_until__gte=F("term_since")),
                name="term_ends_after_it_began",
            ),
        ),
    ]
