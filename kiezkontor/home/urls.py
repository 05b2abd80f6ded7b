from django.urls import path

from kiezkontor.home import views

app_name = "home"
urlpatterns = [path("", views.front, name="front"), path("buero/", views.office, name="office")]
