"""A nightly deletion that is killed in the middle: nothing is half gone, and the log counts each row once."""

import json
from pathlib import Path

import pytest

from tests.installations import Installation, copy_of

pytestmark = pytest.mark.installation

PER_KIND = 40
FILL = f"""
from datetime import timedelta
from django.utils import timezone
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District, PublicReport
old = timezone.now() - timedelta(days=4 * 365)
district = District.objects.first() or District.objects.create(slug="kiez", name="Kiez")
for number in range({PER_KIND}):
    Task.objects.create(district=district, what=str(number), noted_at=old, done_at=old)
    PublicReport.objects.create(district=district, kind="barrier", message="Stufe", received_at=old, due_on=old.date(),
                                answered_at=old)
"""
FORGET_SLOWLY = """
import time
from django.utils import timezone
from kiezkontor.home import retention
count_and_tell = retention.record
def record(verb, *given, **named):
    print(verb, flush=True)
    time.sleep(1)
    count_and_tell(verb, *given, **named)
retention.record = record
retention.forget(now=timezone.now())
"""
FORGET = """
from django.utils import timezone
from kiezkontor.home import retention
retention.forget(now=timezone.now())
"""
STATE = """
import json
from kiezkontor.audit.models import AuditEntry
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import PublicReport
told = AuditEntry.objects.filter(verb="data.forgotten").order_by("pk").values_list("detail", flat=True)
print(json.dumps({
    "left": [Task.objects.exclude(done_at=None).count(), PublicReport.objects.exclude(answered_at=None).count()],
    "told": [[each["what"], each["count"]] for each in told if each["what"] in ("tasks", "reports")],
}))
"""


def test_what_was_deleted_before_the_kill_is_told_and_the_rest_waits_for_the_next_night(
    prepared: Installation, tmp_path: Path
) -> None:
    with copy_of(prepared, tmp_path / "night") as office:
        office.python(FILL)
        night = office.start(FORGET_SLOWLY)
        assert night.stdout is not None
        for _deed in range(2):  # the first kind is done, the second deleted but not committed
            assert night.stdout.readline()
        night.kill()
        night.communicate()
        killed = json.loads(office.python(STATE))
        assert killed == {"left": [PER_KIND, 0], "told": [["reports", PER_KIND]]}
        office.python(FORGET)
        assert json.loads(office.python(STATE)) == {
            "left": [0, 0],
            "told": [["reports", PER_KIND], ["tasks", PER_KIND]],
        }
