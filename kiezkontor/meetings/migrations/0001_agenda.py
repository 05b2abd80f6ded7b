import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("calendar", "0001_events_and_answers"),
        ("desk", "0001_tasks"),
        ("organisations", "0011_quiet_in_a_district"),
        ("voices", "0002_first_topics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meeting", to="calendar.event"
                    ),
                ),
            ],
            options={
                "ordering": ["event__starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("tasks", "open tasks"),
                            ("earlier", "from the last meeting"),
                            ("problem", "problem not solved yet"),
                            ("idea", "idea or hint"),
                            ("standing", "each time"),
                            ("own", "added"),
                        ],
                        default="own",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="what it is about")),
                ("minutes_planned", models.PositiveSmallIntegerField(default=10, verbose_name="minutes")),
                ("is_closed", models.BooleanField(default=False, verbose_name="only for members")),
                ("presenter", models.CharField(blank=True, max_length=120, verbose_name="who begins")),
                (
                    "earlier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="later",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="agenda_items",
                        to="voices.voice",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "item of an agenda",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=200, verbose_name="what is to do")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="who does it")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="meetings.agendaitem"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="of_meeting",
                        to="desk.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "task of a meeting",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "tasks")), fields=("meeting",), name="open_tasks_stand_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voice", None), _negated=True),
                fields=("meeting", "voice"),
                name="voice_once_in_a_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("earlier", None), _negated=True),
                fields=("meeting", "earlier"),
                name="item_goes_on_once_in_a_meeting",
            ),
        ),
    ]
