from django.tasks import TaskContext, task
from django.utils import translation

from kiezkontor.premises.actions import uploads


@task(takes_context=True)
def read_source(context: "TaskContext[..., None]", run_id: int, language: str, with_map: bool) -> None:
    """Read an uploaded source, in the language of whoever uploaded it."""
    attempts = read_source.get_backend().options.get("MAX_ATTEMPTS", 1)
    with translation.override(language):
        uploads.read_upload(run_id, with_map=with_map, may_try_again=context.attempt < attempts)
