import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0001_events_and_answers"),
        ("meetings", "0001_agenda"),
        ("organisations", "0011_quiet_in_a_district"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_key", models.CharField(max_length=120)),
                ("of_what", models.CharField(blank=True, max_length=120, verbose_name="shop or institution")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("deputy", "deputy"),
                            ("excused", "excused"),
                            ("absent", "not there"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("stood_for", models.CharField(blank=True, max_length=120, verbose_name="in whose place")),
                (
                    "how",
                    models.CharField(
                        choices=[("list", "noted by the office"), ("self", "checked in themselves")],
                        default="list",
                        max_length=4,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="calendar.answer",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="calendar.invitation",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="meetings.meeting"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attendances",
                        to="organisations.organisation",
                        verbose_name="member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attendances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance at a meeting",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("name_key", ""), _negated=True),
                        fields=("meeting", "name_key"),
                        name="person_counted_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", None), _negated=True),
                        fields=("meeting", "answer"),
                        name="answer_attends_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("invitation", None), _negated=True),
                        fields=("meeting", "invitation"),
                        name="invited_attends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stood_for", ""), ("state", "deputy"), _connector="OR"),
                        name="only_deputies_stand_for_somebody",
                    ),
                ],
            },
        ),
    ]
