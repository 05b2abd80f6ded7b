from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_written(apps: Any, schema_editor: Any) -> None:
    """Letters that wait for their file go on waiting; the numbers say what was counted before."""
    run_model = apps.get_model("notices", "LetterRun")
    letter_model = apps.get_model("notices", "WrittenLetter")
    for run in run_model.objects.defer("pdf").iterator():
        letter_model.objects.bulk_create(
            letter_model(run=run, subject_id=subject, letter=letter)
            for subject, letter in zip(run.subjects, run.written, strict=False)
        )
        run.count, run.reached = len(run.subjects), len(run.written)
        run.save(update_fields=["count", "reached"])


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="letterrun",
            name="count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="reached",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="letterrun",
            name="taken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="WrittenLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_id", models.BigIntegerField()),
                ("letter", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="written", to="notices.letterrun"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(keep_written, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="letterrun",
            name="written",
        ),
    ]
