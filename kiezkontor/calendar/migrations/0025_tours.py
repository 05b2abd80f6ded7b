from django.db import migrations, models

KINDS = [
    ("round", "trader round"),
    ("breakfast", "breakfast"),
    ("salon", "salon"),
    ("workshop", "workshop"),
    ("course", "course"),
    ("round_table", "round table"),
    ("body", "meeting of a body"),
    ("public", "public event"),
    ("action", "joint action"),
    ("tour", "tour"),
    ("appointment", "appointment"),
]


def kind(**default):
    return models.CharField("format", max_length=12, choices=KINDS, **default)


class Migration(migrations.Migration):
    dependencies = [("calendar", "0024_left_out_elsewhere")]

    operations = [
        migrations.AlterField("calendarfeed", "kind", kind(default="public")),
        migrations.AlterField("event", "kind", kind()),
        migrations.AlterField("eventformat", "kind", kind()),
        migrations.AlterField("series", "kind", kind()),
    ]
