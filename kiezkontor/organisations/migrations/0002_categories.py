from django.db import migrations


def load(apps, schema_editor):
    from kiezkontor.organisations.rules.categories import taxonomy

    category = apps.get_model("organisations", "Category")
    category.objects.using(schema_editor.connection.alias).bulk_create(
        [
            category(
                key=entry.key,
                name_de=entry.name_de,
                name_en=entry.name_en,
                terms_de=", ".join(entry.terms_de),
                terms_en=", ".join(entry.terms_en),
                use_class=entry.use_class,
            )
            for entry in taxonomy().values()
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
