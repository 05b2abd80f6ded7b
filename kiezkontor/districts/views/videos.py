from typing import Any

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access
from kiezkontor.districts.actions import videos as actions
from kiezkontor.districts.forms.videos import MAX_POSTER_BYTES, SignLanguageForm
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.videos import shown_video
from kiezkontor.districts.views.editing import Methods, page, saved, sections
from kiezkontor.districts.views.meanwhile import Meanwhile
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import go_to, refusals_shown_on

WORDS = ("transcript_de", "transcript_en", "is_shown")


@Methods
@office_page(COORDINATOR)
@takes_files(actions.MAX_VIDEO_BYTES + MAX_POSTER_BYTES)
def sign_language(request: DistrictRequest) -> HttpResponse:
    row = access.sign_language_video_of(request.district)
    meanwhile = Meanwhile(request, request.district, lambda: stored(request))
    initial = model_to_dict(row, WORDS) if row is not None else {}
    form = SignLanguageForm(
        request.POST or None, request.FILES or None, initial=initial, has_poster=bool(row and row.poster)
    )
    if form.is_valid():
        words = form.cleaned_data
        with refusals_shown_on(form), actions.arriving(words.pop("video")) as arrived, meanwhile.nobody_else():
            video = actions.set_sign_language_video(request.district, video=arrived, by=request.viewer, **words)
            if words["is_shown"] and not video.is_shown:
                messages.info(request, _("The new video is hidden until you have looked at it and show it again."))
            return saved(request, "districts:edit_sign_language")
    shown = shown_video(row) if row is not None else None
    return page(request, "sign_language.html", form, video=shown, seen=meanwhile.seen)


def stored(request: DistrictRequest) -> dict[str, Any]:
    row = access.sign_language_video_of(request.district)
    return {name: str(getattr(row, name)) for name in ("file", "poster", *WORDS)} if row is not None else {}


@Methods
@office_page(COORDINATOR)
def sign_language_remove(request: DistrictRequest) -> HttpResponse:
    row = access.sign_language_video_of(request.district)
    if row is None:
        return go_to(request, "districts:edit_sign_language")
    if request.method == "POST":
        actions.remove_sign_language_video(request.district, by=request.viewer)
        messages.success(request, _("The video was removed."))
        return go_to(request, "districts:edit_sign_language")
    return render(request, "districts/office/sign_language_remove.html", {"sections": sections(request)})
