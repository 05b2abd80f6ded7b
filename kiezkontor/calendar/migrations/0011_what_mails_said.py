from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Q, Subquery

STEP_FREE = [
    ("yes", "step-free"),
    ("limited", "step-free in part"),
    ("no", "not step-free"),
    ("", "not known"),
]


def note_what_was_said(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Who has a place or may come had an entry by mail; whoever waits for a mail is told anew."""
    events = apps.get_model("calendar", "Event").objects
    answers = apps.get_model("calendar", "Answer").objects.exclude(email="")
    invitations = apps.get_model("calendar", "Invitation").objects.exclude(told_sequence=None)
    going = answers.filter(Q(seat="seated") | Q(reply="maybe"), slot__cancelled_at=None)
    going.filter(slot__event__stage="announced").exclude(version=1, untold=True).update(has_entry=True)
    begins = Subquery(events.filter(slots=OuterRef("slot")).values("starts_at")[:1])
    answers.filter(untold=False).update(told_starts_at=begins)
    begins = Subquery(events.filter(pk=OuterRef("event")).values("starts_at")[:1])
    invitations.filter(untold=False).update(told_starts_at=begins)


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0010_formats_name_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="has_entry",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="answer",
            name="told_starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="told_starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="series",
            name="step_free",
            field=models.CharField(blank=True, choices=STEP_FREE, default="", max_length=8, verbose_name="step-free"),
        ),
        migrations.RunPython(note_what_was_said, migrations.RunPython.noop),
    ]
