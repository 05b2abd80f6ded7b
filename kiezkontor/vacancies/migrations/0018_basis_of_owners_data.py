from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0017_lettings_from_requests")]

    operations = [
        migrations.AddField(
            "owner",
            "basis",
            models.CharField(
                blank=True,
                choices=[
                    ("", "not noted yet"),
                    ("consent", "they agreed (consent)"),
                    ("contract", "they asked us for something (contract or what leads to it)"),
                    ("task", "a task of the town or an agreement with it (public task)"),
                    ("interest", "a legitimate interest, written below"),
                ],
                max_length=8,
                verbose_name="legal basis",
            ),
        ),
    ]
