from django.db import migrations

FIRST = ("Gründerinnen", "Jungunternehmerinnen und Jungunternehmer")


def begin_with_groups(apps, _editor):
    """Districts that were made before there were target groups."""
    District, TargetGroup = apps.get_model("districts", "District"), apps.get_model("calendar", "TargetGroup")
    for pk in District.objects.order_by("pk").values_list("pk", flat=True):
        TargetGroup.objects.bulk_create(TargetGroup(district_id=pk, name=name) for name in FIRST)


class Migration(migrations.Migration):
    dependencies = [("calendar", "0008_target_groups")]

    operations = [migrations.RunPython(begin_with_groups, migrations.RunPython.noop)]
