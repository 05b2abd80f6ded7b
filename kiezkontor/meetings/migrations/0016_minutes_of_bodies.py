from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0015_own_votes_of_deputies")]

    operations = [
        migrations.AlterField(
            "minutesversion",
            "readers",
            models.CharField(
                "who reads them",
                max_length=9,
                choices=[
                    ("attendees", "only who was there"),
                    ("members", "all members of the network"),
                    ("body", "all members of the body who were invited"),
                ],
                default="attendees",
            ),
        ),
    ]
