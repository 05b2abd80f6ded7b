import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_attendance"),
        ("voices", "0002_first_topics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="goes_on",
            field=models.BooleanField(default=False, verbose_name="comes up again"),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="minutes",
            field=models.TextField(blank=True, verbose_name="what was said"),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="meeting",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="now_at",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="meetings.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="quorum",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="how many must be able to vote"),
        ),
        migrations.CreateModel(
            name="CapturedVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="captured", to="meetings.agendaitem"
                    ),
                ),
                (
                    "voice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="captured", to="voices.voice"
                    ),
                ),
            ],
            options={
                "verbose_name": "idea of a meeting",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wording", models.TextField(verbose_name="wording")),
                ("yes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="yes")),
                ("no", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="no")),
                ("abstained", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions")),
                ("entitled", models.PositiveSmallIntegerField()),
                ("excluded", models.PositiveSmallIntegerField(default=0)),
                ("quorum", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("has_quorum", models.BooleanField()),
                ("is_adopted", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="meetings.agendaitem"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of a meeting",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("abstained", None), ("no", None), ("yes", None)),
                            models.Q(("abstained__isnull", False), ("no__isnull", False), ("yes__isnull", False)),
                            _connector="OR",
                        ),
                        name="votes_are_counted_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("has_quorum", True), ("is_adopted", False), _connector="OR"),
                        name="adopted_with_a_quorum",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noted_at", models.DateTimeField()),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="interests", to="meetings.attendance"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="interests", to="meetings.agendaitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "own interest in an item",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("item", "attendance"), name="interest_declared_once")],
            },
        ),
        migrations.CreateModel(
            name="MinutesVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                (
                    "readers",
                    models.CharField(
                        choices=[("attendees", "only who was there"), ("members", "all members of the network")],
                        default="attendees",
                        max_length=9,
                        verbose_name="who reads them",
                    ),
                ),
                (
                    "has_public",
                    models.BooleanField(default=False, verbose_name="a version without names is for everybody"),
                ),
                ("approved_at", models.DateTimeField()),
                ("sent_to", models.PositiveIntegerField(default=0)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "minutes of a meeting",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "number"), name="minutes_numbered_once")],
            },
        ),
    ]
