from django.db import migrations, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.deletion import PROTECT


def tell_whose_they_are(apps, schema_editor):
    """Tables are a district's; what people saw is that of the one district that has the house.

    Where several have it, nobody can tell any more: that stays readable for all of them, as it was.
    """
    Observation = apps.get_model("premises", "Observation")
    SourceRun = apps.get_model("organisations", "SourceRun")
    DistrictBuilding = apps.get_model("premises", "DistrictBuilding")
    tables = SourceRun.objects.filter(kind="table")
    whose_table = tables.filter(pk=OuterRef("source_run_id")).values("district")
    Observation.objects.filter(source_run__in=tables.values("pk")).update(district=Subquery(whose_table))
    of_one = DistrictBuilding.objects.exclude(decided="excluded").order_by().values("building")
    of_one = of_one.annotate(districts=Count("pk")).filter(districts=1).values("building")
    having = DistrictBuilding.objects.exclude(decided="excluded").filter(building__units=OuterRef("unit_id"))
    seen = Observation.objects.filter(source_run=None, unit__building__in=of_one)
    seen.update(district=Subquery(having.values("district")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0004_mistakes_in_entries"),
        ("organisations", "0002_categories"),
        ("premises", "0002_decision_orders"),
    ]

    operations = [
        migrations.AddField(
            model_name="observation",
            name="district",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=PROTECT, related_name="+", to="districts.district"
            ),
        ),
        migrations.RunPython(tell_whose_they_are, migrations.RunPython.noop, elidable=True),
    ]
