"""Pages of those who look for a room, and of the office about them."""

from django.urls import URLPattern, URLResolver, include, path

from kiezkontor.vacancies.views import seekers, seekers_enquiries, seekers_matching, seekers_public

own_request = [
    path("", seekers_public.own, name="seek_own"),
    path("vorhaben/", seekers_public.page, {"which": "plan"}, name="seek_plan"),
    path("raum/", seekers_public.page, {"which": "room"}, name="seek_room"),
    path("ausstattung/", seekers_public.page, {"which": "needs"}, name="seek_needs"),
    path("betrieb/", seekers_public.page, {"which": "business"}, name="seek_business"),
    path("verlaengern/", seekers_public.renew, name="seek_renew"),
    path("zurueckziehen/", seekers_public.withdraw, name="seek_withdraw"),
]
one_request = [
    path("", seekers.seeker, name="seeker"),
    path("bearbeiten/", seekers.edit, name="seeker_edit"),
    path("stand/", seekers.move, name="seeker_move"),
    path("schritt/", seekers.step, name="seeker_step"),
    path("notiz/", seekers.note, name="seeker_note"),
    path("passend/", seekers_matching.for_seeker, name="seeker_fits"),
]
enquiries = [
    path("", seekers_enquiries.enquiries, name="seeker_enquiries"),
    path("neu/", seekers_enquiries.new, name="seeker_enquiry_new"),
    path("anfragen.csv", seekers_enquiries.table, {"kind": "csv"}, name="seeker_enquiries_csv"),
    path("anfragen.xlsx", seekers_enquiries.table, {"kind": "xlsx"}, name="seeker_enquiries_xlsx"),
    path("<int:pk>/", seekers_enquiries.edit, name="seeker_enquiry"),
]
of_the_office: list[URLPattern | URLResolver] = [
    path("", seekers.seekers, name="seekers"),
    path("neu/", seekers.new, name="seeker_new"),
    path("anfragen/", include(enquiries)),
    path("zielbild/", seekers_matching.mixes, name="seeker_mixes"),
    path("zielbild/<int:pk>/aufheben/", seekers_matching.drop_mix, name="seeker_mix_drop"),
    path("<int:pk>/", include(one_request)),
]
urlpatterns = [
    path("raum-suchen/", seekers_public.seek, name="seek"),
    path("raum-suchen/bestaetigen/<str:token>/", seekers_public.confirm, name="seek_confirm"),
    path("raum-suchen/<str:token>/", include(own_request)),
    path("buero/raumsuchende/", include(of_the_office)),
    path("buero/leerstand/<int:pk>/passend/", seekers_matching.for_case, name="office_case_seekers"),
]
