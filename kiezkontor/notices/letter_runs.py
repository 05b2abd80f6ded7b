"""Runs of letters: written in steps that are kept, then printed; killed anywhere, the same call goes on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.notices.letters import Letter, Sheet, as_data, pdf_of
from kiezkontor.notices.models import LetterRun, WrittenLetter

A_STEP = 25
# Long enough to print once more what the printer ate; a file with codes lies about no longer.
KEPT_ONCE_TAKEN = timedelta(days=2)

type Write = Callable[[Sequence[int]], Mapping[int, Letter | Sheet]]


def new_run(
    purpose: str, subjects: Sequence[int], *, scope_id: int, language: str, made_by: Person | None
) -> LetterRun:
    return LetterRun.objects.create(
        purpose=purpose,
        scope_id=scope_id,
        language=language,
        subjects=list(subjects),
        count=len(subjects),
        made_by=made_by,
    )


def carry_out(run_id: int, write: Write, *, title: str, sender: str, foot: str) -> None:
    """Write and print what a run still lacks; nothing where it is finished or forgotten.

    write: papers for the next subjects, by key, with the links they hold; called within a transaction, so that a letter
    and its link exist together or not at all. Subjects it leaves out get none.
    """
    while write_next(run_id, write):
        pass
    run = LetterRun.objects.filter(pk=run_id, finished_at=None).first()
    if run is None:
        return
    written = list(run.written.values_list("subject_id", "letter"))
    letters, made_at = [letter for _subject, letter in written], timezone.now()
    # Seconds for many letters: nobody who saves something meanwhile waits for them.
    pdf = (
        pdf_of(letters, title=title, sender=sender, foot=foot, language=run.language, made_at=made_at)
        if letters
        else None
    )
    with transaction.atomic():
        printed = LetterRun.objects.select_for_update().filter(pk=run_id, finished_at=None).first()
        if printed is None:
            return
        printed.pdf, printed.finished_at = pdf, made_at
        printed.count, printed.subjects = len(letters), [subject for subject, _letter in written]
        printed.save(update_fields=["pdf", "finished_at", "count", "subjects"])
        printed.written.all().delete()


@transaction.atomic
def write_next(run_id: int, write: Write) -> bool:
    """Write a few letters more; False where none is left."""
    run = LetterRun.objects.select_for_update().filter(pk=run_id, finished_at=None).first()
    subjects = run.subjects[run.reached : run.reached + A_STEP] if run else []
    if run is None or not subjects:
        return False
    letters = write(subjects)
    WrittenLetter.objects.bulk_create(
        WrittenLetter(run=run, subject_id=key, letter=as_data(letters[key])) for key in subjects if key in letters
    )
    run.reached += len(subjects)
    run.save(update_fields=["reached"])
    return True


def is_kept(run: LetterRun, *, now: datetime) -> bool:
    """Whether the file may still be taken, whether or not the night has come to forget it."""
    return run.taken_at is None or now < run.taken_at + KEPT_ONCE_TAKEN


def take_file(run: LetterRun) -> bytes | None:
    """The file of a run, and the note that somebody has it; None where there is none, or no longer."""
    stored = LetterRun.objects.select_for_update().get(pk=run.pk)
    now = timezone.now()
    if stored.pdf is None or not is_kept(stored, now=now):
        return None
    if stored.taken_at is None:
        stored.taken_at = now
        stored.save(update_fields=["taken_at"])
    return bytes(stored.pdf)


def files_over(before: datetime) -> QuerySet[LetterRun]:
    """Runs whose files were taken the first time before that moment."""
    return LetterRun.objects.filter(taken_at__lt=before, pdf__isnull=False)


def forget_files(old: QuerySet[LetterRun]) -> int:
    return old.update(pdf=None)


def letters_over(before: datetime) -> QuerySet[LetterRun]:
    """Runs made before that moment, with their files."""
    return LetterRun.objects.filter(made_at__lt=before)
