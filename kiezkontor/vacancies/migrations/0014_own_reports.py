from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0013_use_ideas")]

    operations = [
        migrations.AddField(
            model_name="vacancyreport",
            name="is_own",
            field=models.BooleanField(default=False, verbose_name="it is mine, or I manage it"),
        )
    ]
