from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_where_it_was(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever had a mail and waits for none knows the place as it is."""
    answers = apps.get_model("calendar", "Answer").objects.filter(untold=False).exclude(told_starts_at=None)
    events = apps.get_model("calendar", "Event").objects.exclude(place="", address="")
    events = events.filter(slots__answers__told_starts_at__isnull=False).distinct()
    for pk, place, address in events.values_list("pk", "place", "address").iterator():
        answers.filter(slot__event=pk).update(told_where=", ".join(part for part in (place, address) if part))


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0011_what_mails_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="told_where",
            field=models.CharField(blank=True, max_length=330),
        ),
        migrations.RunPython(note_where_it_was, migrations.RunPython.noop),
    ]
