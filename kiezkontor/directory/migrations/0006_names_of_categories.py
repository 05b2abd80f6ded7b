from django.db import migrations


def follow_the_categories(apps, schema_editor):
    """Entries carry the names of their categories, some of which have changed."""
    category = apps.get_model("organisations", "Category")
    entry = apps.get_model("directory", "Entry")
    for key, german, english in category.objects.values_list("pk", "name_de", "name_en"):
        of_it = entry.objects.filter(category=key)
        of_it.exclude(category_de=german, category_en=english).update(category_de=german, category_en=english)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_conversations"),
        ("organisations", "0012_one_name_for_a_category"),
    ]

    operations = [migrations.RunPython(follow_the_categories, migrations.RunPython.noop)]
