from django.db import migrations

FIRST = ("Suche", "Biete", "Gemeinsam einkaufen", "Räume und Lager", "Personal", "Kiez und Straße")


def begin_with_topics(apps, _editor):
    """Districts that were made before there was a notice board."""
    District, Topic = apps.get_model("districts", "District"), apps.get_model("members", "Topic")
    for pk in District.objects.order_by("pk").values_list("pk", flat=True):
        for nth, name in enumerate(FIRST, start=1):
            Topic.objects.get_or_create(district_id=pk, name=name, defaults={"position": nth})


class Migration(migrations.Migration):
    dependencies = [("members", "0001_board")]

    operations = [migrations.RunPython(begin_with_topics, migrations.RunPython.noop)]
