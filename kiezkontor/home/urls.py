from django.urls import path

from kiezkontor.districts.models import PublicReport
from kiezkontor.home.views import access, office, own_data, public

app_name = "home"
CORRECTION, OBJECTION = {"kind": PublicReport.Kind.CORRECTION}, {"kind": PublicReport.Kind.OBJECTION}
urlpatterns = [
    path("", public.front, name="front"),
    path("buero/", office.overview, name="office"),
    path("buero/zugang/", access.access, name="access"),
    path("buero/zugang/<int:pk>/beenden/", access.stop, name="stop"),
    path("konto/verlauf/", own_data.deeds, name="own_deeds"),
    path("konto/meine-daten/", own_data.overview, name="own_data"),
    path("konto/meine-daten/daten.json", own_data.download, {"ending": "json"}, name="own_data_download"),
    path("konto/meine-daten/daten.pdf", own_data.download, {"ending": "pdf"}, name="own_data_paper"),
    path("konto/meine-daten/berichtigen/", own_data.ask, CORRECTION, name="correct"),
    path("konto/meine-daten/widersprechen/", own_data.ask, OBJECTION, name="object"),
    path("konto/meine-daten/<str:table>/<str:key>/berichtigen/", own_data.ask, CORRECTION, name="correct_row"),
    path("konto/meine-daten/<str:table>/<str:key>/widersprechen/", own_data.ask, OBJECTION, name="object_to_row"),
    path("konto/loeschen/", own_data.delete, name="delete_account"),
]
