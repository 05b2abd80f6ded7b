from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def find_where_it_was_said(apps: Any, _schema: Any) -> None:
    """The log tells which office noted it last; where it no longer does, no office reads the words."""
    organisations = apps.get_model("organisations", "Organisation").objects
    districts = set(apps.get_model("districts", "District").objects.values_list("pk", flat=True))
    said = apps.get_model("audit", "AuditEntry").objects.filter(
        subject_type="organisations.organisation",
        verb__in=["organisation.contact_stopped", "organisation.contact_allowed"],
        scope_id__in=districts,
    )
    latest = dict(said.order_by("at", "pk").values_list("subject_id", "scope_id"))
    noted = organisations.exclude(do_not_contact_note="").filter(pk__in=latest)
    for key in noted.values_list("pk", flat=True):
        organisations.filter(pk=key).update(do_not_contact_in=latest[key])


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("organisations", "0010_merge_districts"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="do_not_contact_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="districts.district",
                verbose_name="whose office heard it",
            ),
        ),
        migrations.RunPython(find_where_it_was_said, migrations.RunPython.noop),
    ]
