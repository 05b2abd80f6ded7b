"""The installation's address for links in invitations."""

from django.urls import path

from kiezkontor.districts.views import people

app_name = "invitations"
urlpatterns = [path("einladung/<str:token>/", people.accept, name="accept")]
