from django.db import migrations
from django.db.models import Exists, OuterRef

BEFORE, AFTER = "Kiez und Straße", "Quartier und Straße"


def rename(apps, _editor):
    """The topic that 0002 or the making of a district gave, where its office has left it as it was."""
    Topic = apps.get_model("members", "Topic")
    taken = Topic.objects.filter(district=OuterRef("district"), name__iexact=AFTER)
    keys = list(Topic.objects.filter(~Exists(taken), name=BEFORE).values_list("pk", flat=True))
    Topic.objects.filter(pk__in=keys).update(name=AFTER)


class Migration(migrations.Migration):
    dependencies = [("members", "0003_first_contacts")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
