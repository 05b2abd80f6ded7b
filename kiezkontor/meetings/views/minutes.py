"""Minutes as a document: approved by the office, read by those they are for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.calendar.access_bodies import invited_to_body
from kiezkontor.calendar.rules.kinds import Kind
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, access_minutes
from kiezkontor.meetings.access_minutes import Reading
from kiezkontor.meetings.actions.approving import addresses_there, approve_and_send, with_members
from kiezkontor.meetings.content import minutes_content, name_of_file, with_marks
from kiezkontor.meetings.decided import decided_voices
from kiezkontor.meetings.forms.approving import ApproveForm
from kiezkontor.meetings.guests import tasks_to_tell
from kiezkontor.meetings.models import Meeting
from kiezkontor.meetings.paper import minutes_pdf
from kiezkontor.meetings.rules.minutes import names_told, public_part
from kiezkontor.meetings.taking_on import unreached_among
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.once import done_once
from kiezkontor.shared.spoken import ENTERED_IN, told_in
from kiezkontor.shared.web import go_to

PER_PAGE = 40


@require_safe
@public_page
def public_minutes(request: DistrictRequest) -> HttpResponse:
    page = Paginator(access_minutes.public_minutes(request.district), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/public_minutes.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def approve(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    meeting: Meeting | None = getattr(event, "meeting", None)
    if meeting is None:
        return go_to(request, "meetings:agenda", pk)
    before = access_minutes.latest_of(event)
    initial = {"readers": before.readers, "has_public": before.has_public} if before else {}
    form = ApproveForm(
        request.POST or None,
        initial=initial,
        decided=decided_voices(request.viewer, meeting),
        has_body=invited_to_body(event).exists(),
        is_of_body=event.kind == Kind.BODY,
        is_confidential=event.is_confidential,
    )

    def act() -> HttpResponse:
        said = form.cleaned_data
        made = approve_and_send(
            event, readers=said["readers"], has_public=said["has_public"], told=form.told(), by=request.viewer
        )
        told = ngettext(
            "The minutes are approved and went to %(count)d address.",
            "The minutes are approved and went to %(count)d addresses.",
            made.version.sent_to,
        )
        messages.success(request, told % {"count": made.version.sent_to})
        if made.unreached:
            names = ", ".join(dict.fromkeys(each.task.owner for each in made.unreached))
            sentence = _("No mail told %(names)s what they took on. Please call them.")
            messages.warning(request, sentence % {"names": names})
        return go_to(request, "meetings:minutes", pk)

    if done := done_once(request, form, act):
        return done
    content, there = minutes_content(meeting), addresses_there(meeting)
    for_all = public_part(content)
    context = {
        "form": form,
        "event": event,
        "content": content,
        "for_all": for_all,
        "named": names_told(for_all, access_minutes.people_at(meeting)),
        "versions": list(access_minutes.versions_of(meeting)),
        "unreached": unreached_among(tasks_to_tell(meeting)),
        "there_count": len(there),
        "member_count": len(with_members(there, meeting)),
    }
    return render(request, "meetings/office/approve.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*access.MINUTE_TAKERS)
def version_pdf(request: DistrictRequest, pk: int) -> HttpResponse:
    version = access_minutes.version_or_404(request.viewer, request.district, pk)
    return as_pdf(request, access_minutes.whole(version))


@require_safe
@never_cache
def minutes(request: DistrictRequest, pk: int) -> HttpResponse:
    reading = access_minutes.reading_or_404(request.viewer, request.district, pk)
    return shown_page(request, reading, reverse("meetings:minutes_pdf", args=[pk]))


@require_safe
@never_cache
def minutes_as_pdf(request: DistrictRequest, pk: int) -> HttpResponse:
    return as_pdf(request, access_minutes.reading_or_404(request.viewer, request.district, pk))


@require_safe
@never_cache
def minutes_sent(request: DistrictRequest, token: str) -> HttpResponse:
    reading = access_minutes.reading_behind(request.district, token)
    return shown_page(request, reading, reverse("meetings:minutes_sent_pdf", args=[token]), was_sent=True)


@require_safe
@never_cache
def minutes_sent_pdf(request: DistrictRequest, token: str) -> HttpResponse:
    return as_pdf(request, access_minutes.reading_behind(request.district, token))


def shown_page(request: DistrictRequest, reading: Reading, pdf_url: str, *, was_sent: bool = False) -> HttpResponse:
    context = {
        "event": reading.version.meeting.event,
        "version": reading.version,
        "content": told_in(reading.content.get("language", ENTERED_IN), with_marks(reading.content)),
        "note": reading.note,
        "pdf_url": pdf_url,
        "was_sent": was_sent,
    }
    return render(request, "meetings/minutes.html", context)


def as_pdf(request: DistrictRequest, reading: Reading) -> HttpResponse:
    body = minutes_pdf(reading, request.district)
    name = name_of_file(reading.version.meeting.event)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
