from django.db import migrations, models
from django.db.models import F


def from_who_votes(apps, schema_editor):
    """Deputies who were not expected themselves have the vote of whom they stand for alone."""
    rows = apps.get_model("meetings", "Attendance").objects
    rows.update(own_vote=F("may_vote"))
    rows.filter(state="deputy", answer=None, invitation=None).update(own_vote=False)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0014_earlier_meetings")]

    operations = [
        migrations.AddField("attendance", "own_vote", models.BooleanField("has a vote of their own", default=True)),
        migrations.RunPython(from_who_votes, migrations.RunPython.noop),
    ]
