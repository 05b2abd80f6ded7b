from django.db import migrations

VERBS = ("attendance.vote_given", "attendance.vote_taken", "minutes.interest_declared", "minutes.interest_taken_back")


def call_them_people(apps, schema_editor):
    """Under this name the log hides who is meant from those who may see no names, and forgets it with the rest."""
    entries = apps.get_model("audit", "AuditEntry").objects.filter(verb__in=VERBS, detail__has_key="name")
    for entry in entries.iterator():
        entry.detail["person"] = entry.detail.pop("name")
        entry.save(update_fields=["detail"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0012_care_and_photos"), ("audit", "0001_initial")]

    operations = [migrations.RunPython(call_them_people, migrations.RunPython.noop)]
