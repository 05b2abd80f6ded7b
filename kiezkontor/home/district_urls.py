from django.urls import path

from kiezkontor.home import views

app_name = "home"
urlpatterns = [path("", views.district, name="district")]
