from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_who_votes")]

    operations = [
        migrations.AddField(
            "planmeasure", "cared_by", models.CharField("who looks after it afterwards", max_length=120, blank=True)
        ),
        migrations.AddField(
            "planmeasure", "cared_until", models.DateField("looked after until", null=True, blank=True)
        ),
        migrations.AddField(
            "planmeasure", "photo_before", models.ImageField("photo before", upload_to="plan/", blank=True)
        ),
        migrations.AddField(
            "planmeasure", "photo_after", models.ImageField("photo after", upload_to="plan/", blank=True)
        ),
        migrations.AddConstraint(
            "planmeasure",
            models.CheckConstraint(condition=Q(cared_until=None) | ~Q(cared_by=""), name="care_is_somebodys"),
        ),
    ]
