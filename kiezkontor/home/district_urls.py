from django.urls import path

from kiezkontor.home.views import information, office, public, retention

app_name = "home"
urlpatterns = [
    path("", public.district, name="district"),
    path("buero/", office.start, name="office"),
    path("buero/aufbewahrung/", retention.overview, name="retention"),
    path("buero/aufbewahrung/auskunft/", information.information, name="information"),
    path("buero/aufbewahrung/behalten/", retention.hold, name="hold"),
    path("buero/aufbewahrung/<int:pk>/beenden/", retention.end_hold, name="end_hold"),
    path("buero/eintraege/<int:pk>/behalten/", retention.hold, name="hold_entry"),
]
