from django.db import migrations


def call_them_tours(apps, schema_editor):
    Event = apps.get_model("calendar", "Event")
    Event.objects.filter(tour__isnull=False, kind="appointment").update(kind="tour")


class Migration(migrations.Migration):
    dependencies = [("calendar", "0025_tours"), ("vacancies", "0023_targets_for_one_category")]

    operations = [migrations.RunPython(call_them_tours, migrations.RunPython.noop)]
