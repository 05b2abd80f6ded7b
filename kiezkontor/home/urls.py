from django.urls import path

from kiezkontor.home.views import access, office, public

app_name = "home"
urlpatterns = [
    path("", public.front, name="front"),
    path("buero/", office.overview, name="office"),
    path("buero/zugang/", access.access, name="access"),
]
