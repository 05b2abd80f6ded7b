from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0014_inner_names_in_the_log")]

    operations = [
        migrations.AlterField(
            model_name="calendarfeed",
            name="trouble",
            field=models.CharField(
                blank=True,
                choices=[
                    ("address", "The address is none of the public internet, so it is not read."),
                    ("unreachable", "The website cannot be reached. We try again each hour."),
                    ("status", "The website does not give out the calendar. We try again each hour."),
                    ("too_large", "The calendar is larger than 5 MB, so it is not read."),
                    ("too_slow", "The website is too slow. We try again each hour."),
                    ("no_calendar", "What is there is no calendar (iCal)."),
                    (
                        "unreadable",
                        "Something in the calendar could not be taken over. What was taken over before stays as it "
                        "was, and we try again each hour. If this is still so tomorrow, please tell the provider of "
                        "the installation.",
                    ),
                    ("empty", "The calendar is empty. What was taken over before stays as it was."),
                ],
                default="",
                max_length=12,
            ),
        )
    ]
