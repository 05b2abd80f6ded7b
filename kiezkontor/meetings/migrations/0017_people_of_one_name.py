import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def whom_deputies_represent(apps, schema_editor):
    """Until now a name stood once on a list, so that it says who is meant."""
    rows = apps.get_model("meetings", "Attendance").objects
    for deputy in rows.filter(state="deputy").exclude(stood_for="").iterator():
        represented = rows.filter(meeting=deputy.meeting_id, name=deputy.stood_for).first()
        rows.filter(pk=deputy.pk).update(represents=represented)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0016_minutes_of_bodies")]

    operations = [
        migrations.AddField("attendance", "namesake", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "attendance",
            "represents",
            models.ForeignKey(
                "meetings.attendance",
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
                related_name="deputies",
            ),
        ),
        migrations.RemoveConstraint("attendance", "person_counted_once"),
        migrations.AddConstraint(
            "attendance",
            models.UniqueConstraint(
                fields=["meeting", "name_key", "namesake"], name="person_counted_once", condition=~Q(name_key="")
            ),
        ),
        migrations.RunPython(whom_deputies_represent, migrations.RunPython.noop),
    ]
