from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0023_terms_begin")]

    operations = [migrations.AddField("calendarfeed", "elsewhere", models.PositiveIntegerField(default=0))]
