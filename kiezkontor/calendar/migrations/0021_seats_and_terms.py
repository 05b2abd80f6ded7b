import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("calendar", "0020_what_series_keep")]

    operations = [
        migrations.AddField(
            "body", "seats", models.PositiveSmallIntegerField("number of seats", null=True, blank=True)
        ),
        migrations.AddField(
            "body", "quorum_percent", models.PositiveSmallIntegerField("per cent for a quorum", null=True, blank=True)
        ),
        migrations.AddConstraint(
            "body",
            models.CheckConstraint(
                condition=Q(quorum_percent=None) | Q(quorum_percent__gte=1, quorum_percent__lte=100),
                name="quorum_is_a_part_of_all",
            ),
        ),
        migrations.AddField(
            "bodymember", "term_until", models.DateField("last day of the term", null=True, blank=True)
        ),
        migrations.AddField(
            "bodymember",
            "deputy_of",
            models.ForeignKey(
                "calendar.bodymember",
                django.db.models.deletion.CASCADE,
                null=True,
                blank=True,
                related_name="deputies",
                verbose_name="deputy of",
            ),
        ),
        migrations.AddField(
            "invitation",
            "body",
            models.ForeignKey(
                "calendar.body", django.db.models.deletion.SET_NULL, null=True, blank=True, related_name="+"
            ),
        ),
    ]
