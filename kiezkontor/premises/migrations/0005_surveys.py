import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0007_freshness"),
        ("premises", "0004_units_by_ref"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="surveyround",
            name="checksum",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="surveyround",
            name="frozen_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="surveyround",
            name="frozen_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="surveyround",
            name="stage",
            field=models.CharField(
                choices=[
                    ("planned", "planned"),
                    ("in_field", "in the field"),
                    ("review", "being checked"),
                    ("frozen", "frozen"),
                    ("published", "published"),
                ],
                default="in_field",
                max_length=10,
                verbose_name="stage",
            ),
        ),
        migrations.AlterField(
            model_name="surveyround",
            name="stage",
            field=models.CharField(
                choices=[
                    ("planned", "planned"),
                    ("in_field", "in the field"),
                    ("review", "being checked"),
                    ("frozen", "frozen"),
                    ("published", "published"),
                ],
                default="planned",
                max_length=10,
                verbose_name="stage",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="area_is_estimated",
            field=models.BooleanField(default=False, verbose_name="areas are estimated"),
        ),
        migrations.AddField(
            model_name="unit",
            name="condition",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(1, "good"), (2, "fair"), (3, "worn"), (4, "bad"), (5, "ruin")],
                null=True,
                verbose_name="condition",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="equipment",
            field=models.JSONField(blank=True, default=list, verbose_name="equipment"),
        ),
        migrations.AddField(
            model_name="unit",
            name="renovation",
            field=models.CharField(
                blank=True,
                choices=[("none", "not renovated"), ("partly", "partly renovated"), ("renovated", "renovated")],
                max_length=10,
                verbose_name="renovation",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="sales_sqm",
            field=models.DecimalField(
                blank=True, decimal_places=1, max_digits=8, null=True, verbose_name="sales area in m²"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="side_sqm",
            field=models.DecimalField(
                blank=True, decimal_places=1, max_digits=8, null=True, verbose_name="side rooms in m²"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="steps",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="steps at the door"),
        ),
        migrations.AddField(
            model_name="unit",
            name="window_front_m",
            field=models.DecimalField(
                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="window front in m"
            ),
        ),
        migrations.AddField(
            model_name="usespell",
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
        migrations.AddConstraint(
            model_name="surveyround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("frozen_at__isnull", False), ("stage__in", ["frozen", "published"])),
                    models.Q(
                        models.Q(("stage__in", ["frozen", "published"]), _negated=True), ("frozen_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="survey_round_frozen_since",
            ),
        ),
        migrations.AddField(
            model_name="unitsuccession",
            name="former",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="followed_by", to="premises.unit"
            ),
        ),
        migrations.AddField(
            model_name="unitsuccession",
            name="later",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="follows", to="premises.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="unitsuccession",
            constraint=models.UniqueConstraint(fields=("former", "later"), name="unit_succession_once"),
        ),
        migrations.AddConstraint(
            model_name="unitsuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("former", models.F("later")), _negated=True), name="unit_follows_another"
            ),
        ),
    ]
