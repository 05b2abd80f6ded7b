import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("districts", "0007_freshness"),
        ("premises", "0005_surveys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("both", "both sides"), ("even", "even numbers"), ("odd", "odd numbers")],
                        default="both",
                        max_length=4,
                        verbose_name="side",
                    ),
                ),
                ("first", models.CharField(blank=True, max_length=20, verbose_name="from number")),
                ("last", models.CharField(blank=True, max_length=20, verbose_name="up to number")),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "street",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.street",
                        verbose_name="street",
                    ),
                ),
                (
                    "survey_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="segments", to="premises.surveyround"
                    ),
                ),
            ],
            options={
                "ordering": ["street__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EmptyHouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_on", models.DateField()),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="premises.address"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "survey_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="empty_houses",
                        to="premises.surveyround",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("survey_round", "address"), name="empty_house_once_a_round")
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.CharField(blank=True, max_length=160)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("position", models.CharField(blank=True, max_length=60)),
                ("floor", models.SmallIntegerField(default=0)),
                ("sub_location", models.CharField(blank=True, max_length=120)),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("area_sqm", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                (
                    "condition",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "good"), (2, "fair"), (3, "worn"), (4, "bad"), (5, "ruin")], null=True
                    ),
                ),
                (
                    "renovation",
                    models.CharField(
                        blank=True,
                        choices=[("none", "not renovated"), ("partly", "partly renovated"), ("renovated", "renovated")],
                        max_length=10,
                    ),
                ),
                (
                    "occupancy",
                    models.CharField(
                        choices=[
                            ("occupied", "occupied"),
                            ("vacant", "vacant"),
                            ("interim_use", "interim use"),
                            ("used_as_housing", "used as housing"),
                            ("under_works", "under works"),
                            ("unknown", "not determinable"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "use_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("retail", "Retail"),
                            ("gastronomy", "Food and drink"),
                            ("local_economy", "Local services"),
                            ("public_use", "Public and social"),
                        ],
                        max_length=20,
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=120)),
                ("occupants", models.TextField(blank=True)),
                ("chains", models.PositiveSmallIntegerField(default=0)),
                ("came_from", models.TextField(blank=True)),
                ("begins_earliest", models.DateField(null=True)),
                ("begins_latest", models.DateField(null=True)),
                ("state", models.TextField()),
                (
                    "survey_round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_units",
                        to="premises.surveyround",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="premises.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["survey_round_id", "unit_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey_round", "unit"), name="unit_frozen_once_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_earliest__isnull", True),
                            ("begins_earliest__lte", models.F("begins_latest")),
                            _connector="OR",
                        ),
                        name="frozen_earliest_before_latest",
                    ),
                ],
            },
        ),
    ]
