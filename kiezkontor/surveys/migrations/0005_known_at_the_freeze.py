from itertools import batched
from typing import Any

from django.db import migrations, models

from kiezkontor.premises.rules.counting import is_vacant

LOOKUP = 500


def note_what_is_known(apps: Any, _schema_editor: Any) -> None:
    """Rounds frozen before take what is known today, from the use in which each unit was seen."""
    frozen_units = apps.get_model("surveys", "FrozenUnit").objects.select_related("unit")
    spells = apps.get_model("premises", "UseSpell").objects.select_related("observation__source_run")
    records = apps.get_model("organisations", "SourceRecord").objects.filter(source="osm")
    for some in batched(frozen_units.order_by("pk").iterator(LOOKUP), LOOKUP):
        refs = {row.unit.ref for row in some if row.occupancy == "vacant" and row.unit.ref}
        on_the_map = {record.ref for record in records.filter(ref__in=refs) if is_vacant(record.tags)}
        seen_in = {
            (spell.unit_id, spell.begins_latest): spell
            for spell in spells.filter(unit__in=[row.unit_id for row in some])
        }
        for row in some:
            spell = seen_in.get((row.unit_id, row.begins_latest))
            run = spell.observation.source_run if spell else None
            row.former_ended = spell.former_ended if spell else ""
            told = row.unit.ref in on_the_map or (run is not None and run.kind == "osm")
            row.is_listed = row.occupancy == "vacant" and told
            if row.former_ended or row.is_listed:
                row.save(update_fields=["former_ended", "is_listed"])


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_quiet_in_a_district"),
        ("premises", "0007_salted_rounds"),
        ("surveys", "0004_late_notes"),
    ]

    operations = [
        migrations.AddField(
            model_name="frozenunit",
            name="former_ended",
            field=models.CharField(
                blank=True,
                choices=[
                    ("gave_up", "given up"),
                    ("moved", "moved away"),
                    ("retired", "retired"),
                    ("insolvent", "insolvent"),
                    ("rent", "rent too high"),
                    ("lease", "lease not renewed"),
                    ("health", "illness or death"),
                    ("handed_on", "handed on or sold"),
                    ("works", "building works"),
                    ("other", "another reason"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="frozenunit",
            name="is_listed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(note_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
