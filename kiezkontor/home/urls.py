from django.urls import path

from kiezkontor.home.views import access, office, own_data, public

app_name = "home"
urlpatterns = [
    path("", public.front, name="front"),
    path("buero/", office.overview, name="office"),
    path("buero/zugang/", access.access, name="access"),
    path("buero/zugang/<int:pk>/beenden/", access.stop, name="stop"),
    path("konto/verlauf/", own_data.deeds, name="own_deeds"),
    path("konto/meine-daten/", own_data.overview, name="own_data"),
    path("konto/meine-daten/daten.json", own_data.download, {"ending": "json"}, name="own_data_download"),
    path("konto/meine-daten/daten.pdf", own_data.download, {"ending": "pdf"}, name="own_data_paper"),
    path("konto/loeschen/", own_data.delete, name="delete_account"),
]
