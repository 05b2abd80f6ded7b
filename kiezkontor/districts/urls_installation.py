from django.urls import path

from kiezkontor.districts.models import DistrictText
from kiezkontor.districts.views import installation, mail

Kind = DistrictText.Kind

app_name = "installation"
urlpatterns = [
    path("impressum/", installation.text, {"kind": Kind.IMPRINT}, name="imprint"),
    path("datenschutz/", installation.text, {"kind": Kind.PRIVACY}, name="privacy"),
    path("barrierefreiheit/", installation.text, {"kind": Kind.ACCESSIBILITY}, name="accessibility"),
    path("buero/post/", mail.mail_of_installation, name="mail"),
    path("buero/post/adressen/<int:pk>/", mail.lift_of_installation, name="mail_lift"),
    path("buero/neues-quartier/", installation.new_district, name="new_district"),
]
