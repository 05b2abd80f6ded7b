from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access, images
from kiezkontor.districts.actions import drafts as actions
from kiezkontor.districts.forms.drafts import DraftForm
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.views.editing import Methods, page
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.media import NOT_KEPT, webp_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to

PAGE = "districts:edit_brand_drafts"


@Methods
@office_page(COORDINATOR)
@takes_files(images.MAX_BYTES)
def drafts(request: DistrictRequest) -> HttpResponse:
    form = DraftForm(request.POST or None, request.FILES or None)

    def add() -> HttpResponse:
        actions.add_draft(request.district, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The draft is kept. Ballots at meetings offer it from now on."))
        return go_to(request, PAGE)

    shown = access.brand_drafts_for(request.viewer, request.district)
    return done_once(request, form, add) or page(request, "brand_drafts.html", form, drafts=shown)


@require_safe
@office_page(COORDINATOR)
def picture(request: DistrictRequest, pk: int) -> HttpResponse:
    return webp_of(access.brand_draft_or_404(request.viewer, request.district, pk).image, kept=NOT_KEPT)


@Methods
@office_page(COORDINATOR)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    draft = access.brand_draft_or_404(request.viewer, request.district, pk)
    if request.method == "POST":
        actions.remove_draft(draft, by=request.viewer)
        messages.success(request, _("The draft was removed."))
        return go_to(request, PAGE)
    return page(request, "brand_draft_remove.html", None, draft=draft)
