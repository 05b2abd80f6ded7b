from django.tasks import TaskContext, task
from django.utils import translation

from kiezkontor.premises.actions import decision_orders, uploads


@task(takes_context=True)
def read_source(context: "TaskContext[..., None]", run_id: int, language: str, with_map: bool) -> None:
    """Read an uploaded source, in the language of whoever uploaded it."""
    attempts = read_source.get_backend().options.get("MAX_ATTEMPTS", 1)
    with translation.override(language):
        uploads.read_upload(run_id, with_map=with_map, may_try_again=context.attempt < attempts)


@task(takes_context=True)
def carry_out_order(context: "TaskContext[..., None]", order_id: int, language: str) -> None:
    """Decide on many differences, in the language of whoever decided."""
    attempts = carry_out_order.get_backend().options.get("MAX_ATTEMPTS", 1)
    with translation.override(language):
        decision_orders.carry_out_order(order_id, may_try_again=context.attempt < attempts)
