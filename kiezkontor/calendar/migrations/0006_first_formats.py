from datetime import time

from django.db import migrations

FIELDS = ("name", "kind", "begins_at", "minutes", "audience", "capacity", "remind_hours")
FIRST = (
    ("Gewerberunde", "round", time(19), 120, "members", None, 48),
    ("Händlerfrühstück", "breakfast", time(7, 30), 90, "members", 20, 48),
    ("Salon", "salon", time(19), 150, "public", 40, 48),
    ("Workshop", "workshop", time(17), 180, "public", 16, 48),
    ("Kurs", "course", time(18), 120, "public", 12, 48),
    ("Runder Tisch", "round_table", time(18), 120, "invited", None, 48),
    ("Gremiensitzung", "body", time(18), 120, "invited", None, 72),
    ("Öffentliche Veranstaltung", "public", time(14), 240, "public", None, 48),
)


def begin_with_formats(apps, _editor):
    """Districts that were made before there were formats of events."""
    District, EventFormat = apps.get_model("districts", "District"), apps.get_model("calendar", "EventFormat")
    for pk in District.objects.order_by("pk").values_list("pk", flat=True):
        EventFormat.objects.bulk_create(
            EventFormat(district_id=pk, **dict(zip(FIELDS, row, strict=True))) for row in FIRST
        )


class Migration(migrations.Migration):
    dependencies = [("calendar", "0005_formats")]

    operations = [migrations.RunPython(begin_with_formats, migrations.RunPython.noop)]
