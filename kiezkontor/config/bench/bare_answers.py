"""The least a Django site could do to take an answer: the same rows under the same lock, and nothing around them."""

import os
import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Answer, Slot
from kiezkontor.notices.models import PersonalLink


@transaction.atomic
def answer(request: HttpRequest) -> HttpResponse:
    now, key = timezone.now(), request.POST["sending"]
    slot = Slot.objects.select_for_update().get(pk=os.environ["KONTOR_BENCH_SLOT"])
    if not Answer.objects.filter(slot=slot, key=key).exists():
        slot.last_position += 1
        is_seated = slot.taken < (slot.capacity or 0)
        made = Answer.objects.create(
            slot=slot,
            key=key,
            name=request.POST["name"],
            reply="yes",
            seat="seated" if is_seated else "waiting",
            position=slot.last_position,
            channel="form",
            answered_at=now,
            changed_at=now,
        )
        slot.taken, slot.waiting = slot.taken + is_seated, slot.waiting + (not is_seated)
        slot.save(update_fields=["taken", "waiting", "last_position"])
        AuditEntry.objects.create(verb="registration.given", subject_type="calendar.event", subject_id=1, at=now)
        token = secrets.token_urlsafe(32)
        PersonalLink.objects.create(
            purpose="calendar.answered",
            subject_id=made.pk,
            token_hash=sha256(token.encode()).hexdigest(),
            expires_at=now + timedelta(days=400),
        )
    return HttpResponseRedirect("/bare/")


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("health/", health), path("bare/", answer)]
