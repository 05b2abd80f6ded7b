from django.urls import include, path

from kiezkontor.vacancies.rules.lettings import AFTER_END, FOLLOWED_MONTHS
from kiezkontor.vacancies.views import lettings, moving_in

one_letting = [
    path("", lettings.letting, name="letting"),
    path("bearbeiten/", lettings.edit, name="letting_edit"),
    path("miete/", lettings.add_rent, name="letting_rent"),
    path("miete/<int:rent_pk>/entfernen/", lettings.remove_rent, name="letting_rent_remove"),
    path("verlaengern/", lettings.extend, name="letting_extend"),
    path("dauerhaft/", lettings.convert, name="letting_convert"),
    path("beenden/", lettings.end, name="letting_end"),
    path("einzug/", moving_in.help_moving_in, name="letting_moving_in"),
    path("uebergabe/", lettings.hand_over, name="letting_handover"),
    path("uebergaben/<int:record_pk>.pdf", lettings.handover_pdf, name="letting_handover_pdf"),
    *(
        path(f"nachfrage/{months}/", lettings.follow_up, {"months": months}, name=f"letting_follow_up_{months}")
        for months in FOLLOWED_MONTHS
    ),
    path("nachfrage/ende/", lettings.follow_up, {"months": AFTER_END}, name=f"letting_follow_up_{AFTER_END}"),
    path("verzeichnis/", lettings.enter_in_register, name="letting_register"),
]
urlpatterns = [
    path("buero/leerstand/nutzungen/", lettings.letting_list, name="lettings"),
    path("buero/leerstand/nutzungen/nutzungen.csv", lettings.table, {"kind": "csv"}, name="lettings_csv"),
    path("buero/leerstand/nutzungen/nutzungen.xlsx", lettings.table, {"kind": "xlsx"}, name="lettings_xlsx"),
    path("buero/leerstand/nutzungen/<int:pk>/", include(one_letting)),
    path("buero/leerstand/<int:pk>/nutzung/", lettings.agree, name="letting_agree"),
]
