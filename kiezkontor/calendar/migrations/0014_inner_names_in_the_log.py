from django.db import migrations


def mark(apps, schema_editor):
    """The log tells audit no names of confidential events; what was written before says so as well."""
    confidential = apps.get_model("calendar", "Event").objects.filter(is_confidential=True).values("pk")
    entries = apps.get_model("audit", "AuditEntry").objects
    for entry in list(entries.filter(subject_type="calendar.event", subject_id__in=confidential)):
        entry.detail["inner"] = True
        entry.save(update_fields=["detail"])


class Migration(migrations.Migration):
    dependencies = [("calendar", "0013_confidential_events"), ("audit", "0001_initial")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
