from secrets import token_hex
from typing import Any

from django.db import migrations, models


def salt_frozen_rounds(apps: Any, _schema_editor: Any) -> None:
    for survey_round in apps.get_model("premises", "SurveyRound").objects.filter(frozen_at__isnull=False):
        survey_round.salt = token_hex(32)
        survey_round.save(update_fields=["salt"])


class Migration(migrations.Migration):
    dependencies = [
        ("premises", "0006_unit_photos"),
    ]

    operations = [
        migrations.AddField(
            model_name="surveyround",
            name="salt",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RunPython(salt_frozen_rounds, migrations.RunPython.noop),
    ]
