from django.db import migrations

FIRST = (
    "Verkehr und Wege",
    "Sauberkeit und Müll",
    "Grün und Plätze",
    "Licht und Sicherheit",
    "Läden und Leerstand",
    "Lärm und Nachbarschaft",
    "Feste und Werbung",
    "Anderes",
)


def begin_with_topics(apps, _editor):
    """Districts that were made before anybody could give ideas and hints."""
    District, Topic = apps.get_model("districts", "District"), apps.get_model("voices", "Topic")
    for pk in District.objects.order_by("pk").values_list("pk", flat=True):
        for nth, name in enumerate(FIRST, start=1):
            Topic.objects.get_or_create(district_id=pk, name=name, defaults={"position": nth})


class Migration(migrations.Migration):
    dependencies = [("voices", "0001_voices")]

    operations = [migrations.RunPython(begin_with_topics, migrations.RunPython.noop)]
