"""Filling an installation for a measurement the way offices fill theirs: by importing files."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.config.bench import questions, sample
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.premises.actions.imports import import_osm
from kiezkontor.search import index

REPORT = "fill.json"


def fill(total: int, *, data: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Import districts until the installation of the settings holds so many organisations; repeatable.

    data: the folder of the real extracts. Returns how many came in and the seconds each step of the imports took.
    """
    by = system_viewer("bench")
    seconds: dict[str, float] = {}
    wanted = sample.districts(total)
    started = time.monotonic()
    for number, district in enumerate(wanted):
        if District.objects.filter(slug=district.slug, source_runs__status="done").exists():
            continue
        say(f"  {district.slug}: {district.shops} organisations ({number + 1} of {len(wanted)} districts)")
        with tempfile.TemporaryDirectory(prefix="kontor-bench-") as folder:
            extract = Path(folder) / f"{district.slug}.json"
            sample.write_extract(extract, district, number, data)
            report = import_osm(extract, slug=district.slug, state="BE", by=by)
        for step, taken in report["seconds"].items():
            seconds[step] = seconds.get(step, 0.0) + taken
    District.objects.filter(slug__startswith="bench-").update(is_published=True)
    index.settle()
    stored = Entry.objects.count()
    without_reading = sum(taken for step, taken in seconds.items() if step != "reading")
    found = {
        "organisations": stored,
        "districts": len(wanted),
        "seconds": {step: round(taken, 1) for step, taken in seconds.items()},
        "wall_seconds": round(time.monotonic() - started, 1),
        "per_second": round(stored / without_reading) if without_reading else None,
    }
    folder_of_questions = settings.DATA / "bench"
    folder_of_questions.mkdir(exist_ok=True)
    report_file = folder_of_questions / REPORT
    if not seconds and report_file.exists():
        found = json.loads(report_file.read_text(encoding="utf-8"))
    found["statements"] = questions.write(folder_of_questions, District.objects.get(slug=wanted[0].slug))
    report_file.write_text(json.dumps(found), encoding="utf-8")
    return found
