"""A decision on thousands of differences: given in the office, carried out by the background worker."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.access import order_under_way, orders_open
from kiezkontor.premises.imports import decisions
from kiezkontor.premises.models import DecisionOrder, ImportProposal

# How long after its end the page still says what an order did.
JUST_NOW = timedelta(minutes=1)


@transaction.atomic
def give_order(run: SourceRun, decision: str, *, kind: str, by: Viewer) -> tuple[DecisionOrder, bool]:
    """Note a decision on all open differences of a run, or those of a kind.

    The caller queues it in the same transaction. While one is under way, that one is returned and False: a second
    press changes nothing. Each difference gets its
    entry in the log when it is decided.
    """
    SourceRun.objects.select_for_update(no_key=True).only("pk").get(pk=run.pk)
    now = timezone.now()
    before = order_under_way(run, now=now)
    if before is not None:
        return before, False
    DecisionOrder.objects.filter(run=run, finished_at=None).update(finished_at=now)  # its worker died
    order = DecisionOrder(run=run, decision=decision, kind=kind, ordered_by=by.person, ordered_at=now)
    order.total = orders_open(order).count()
    order.save()
    return order, True


def carry_out_order(pk: int, *, may_try_again: bool) -> None:
    """Decide a few differences in each transaction; called again after an interruption it goes on."""
    order = DecisionOrder.objects.select_related("run", "ordered_by").filter(pk=pk, finished_at=None).first()
    if order is None:
        return
    by = Viewer(person=order.ordered_by) if order.ordered_by else system_viewer("import")
    try:
        decisions.decide(list(orders_open(order).values_list("pk", flat=True)), order.decision, by=by)
    except Exception:
        if not may_try_again:
            _finish(order)
        raise
    _finish(order)


def _finish(order: DecisionOrder) -> None:
    DecisionOrder.objects.filter(pk=order.pk, finished_at=None).update(finished_at=timezone.now())


def decided_just_now(run: SourceRun, *, by: Viewer) -> tuple[int, str] | None:
    """How many differences the person's order decided that has just ended, and how; None without one."""
    recent = DecisionOrder.objects.filter(run=run, finished_at__gt=timezone.now() - JUST_NOW, ordered_by=by.person)
    order = recent.order_by("-finished_at").first()
    if order is None:
        return None
    rows = ImportProposal.objects.filter(run=run, decision=order.decision, decided_by=order.ordered_by)
    return rows.filter(decided_at__range=(order.ordered_at, order.finished_at)).count(), order.decision
