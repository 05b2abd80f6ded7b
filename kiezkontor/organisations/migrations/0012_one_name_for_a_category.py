from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

SOFT_HYPHEN = "\u00ad"
ENGLISH = {
    "healthcare=clinic": "Medical centre",
    "shop=car_rental": "Car rental",
    "shop=fuel": "Petrol station",
    "office=travel_agent": "Travel agency",
    "shop=camera": "Photo shop",
    "craft=bakery": "Bakehouse",
    "craft=locksmith": "Key maker",
    "craft=tailor": "Gentlemen's tailor",
}


def name_anew(apps, schema_editor):
    """No breaks inside of names, and in English one name for what has one in German, and the other way round."""
    category = apps.get_model("organisations", "Category")
    broken = category.objects.filter(name_de__contains=SOFT_HYPHEN)
    broken.update(name_de=Replace("name_de", Value(SOFT_HYPHEN), Value("")))
    for key, name in ENGLISH.items():
        category.objects.filter(pk=key).update(name_en=name)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0011_quiet_in_a_district")]

    operations = [migrations.RunPython(name_anew, migrations.RunPython.noop)]
