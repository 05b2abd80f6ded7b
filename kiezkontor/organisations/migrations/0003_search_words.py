from django.db import migrations

from kiezkontor.organisations.rules.search_words import marks_of


def marks_from_the_source(apps, schema_editor):
    """Keywords held German words; now they hold the marks those were made of."""
    organisation = apps.get_model("organisations", "Organisation")
    record = apps.get_model("organisations", "SourceRecord")
    organisation.objects.exclude(keywords="").update(keywords="")
    said = record.objects.exclude(organisation=None).order_by("last_run__reference_on", "pk")
    changed = {}
    for row in said.select_related("organisation").iterator():
        marks = " ".join(marks_of(row.organisation.category_id or "", row.tags)[1:])[:2000]
        if marks:
            row.organisation.keywords = marks
            changed[row.organisation_id] = row.organisation
    organisation.objects.bulk_update(changed.values(), ["keywords"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_categories")]

    operations = [
        migrations.RemoveField("category", "terms_de"),
        migrations.RemoveField("category", "terms_en"),
        migrations.RunPython(marks_from_the_source, migrations.RunPython.noop),
    ]
