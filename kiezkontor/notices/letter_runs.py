"""Runs of letters: written in steps that are kept, then printed; killed anywhere, the same call goes on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kiezkontor.notices.letters import Letter, pdf_of
from kiezkontor.notices.models import LetterRun

A_STEP = 25

type Write = Callable[[Sequence[int]], Mapping[int, Letter]]


def carry_out(run_id: int, write: Write, *, title: str, sender: str, foot: str) -> None:
    """Write and print what a run still lacks; nothing where it is finished or forgotten.

    write: letters to the next subjects, by key, with the links they hold; called within a transaction, so that a letter
    and its link exist together or not at all. Subjects it leaves out get none.
    """
    while write_next(run_id, write):
        pass
    with transaction.atomic():
        run = LetterRun.objects.select_for_update().filter(pk=run_id, finished_at=None).first()
        if run is None:
            return
        letters = [Letter(**letter) for letter in run.written]
        made_at = timezone.now()
        run.pdf = (
            pdf_of(letters, title=title, sender=sender, foot=foot, language=run.language, made_at=made_at)
            if letters
            else None
        )
        run.finished_at, run.written = made_at, []
        run.save(update_fields=["pdf", "finished_at", "written"])


@transaction.atomic
def write_next(run_id: int, write: Write) -> bool:
    """Write a few letters more; False where none is left."""
    run = LetterRun.objects.select_for_update().filter(pk=run_id, finished_at=None).first()
    if run is None or len(run.written) >= len(run.subjects):
        return False
    done = len(run.written)
    subjects, later = run.subjects[done : done + A_STEP], run.subjects[done + A_STEP :]
    letters = write(subjects)
    written = [key for key in subjects if key in letters]
    run.subjects = [*run.subjects[:done], *written, *later]
    run.written = [*run.written, *(asdict(letters[key]) for key in written)]
    run.save(update_fields=["subjects", "written"])
    return True


def letters_over(before: datetime) -> QuerySet[LetterRun]:
    """Runs made before that moment, with their files."""
    return LetterRun.objects.filter(made_at__lt=before)
