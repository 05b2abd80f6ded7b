"""Rent models of the office, and the uses that are paid by one."""

from django.urls import include, path

from kiezkontor.vacancies.views import rents

one_model = [
    path("", rents.rent_model, name="rent_model"),
    path("bearbeiten/", rents.edit, name="rent_model_edit"),
    path("kopieren/", rents.copy, name="rent_model_copy"),
    path("stilllegen/", rents.retire, name="rent_model_retire"),
    path("wieder-anbieten/", rents.offer_again, name="rent_model_offer"),
    path("modell.toml", rents.file, name="rent_model_file"),
]
urlpatterns = [
    path("buero/leerstand/mietmodelle/", rents.rent_models, name="rent_models"),
    path("buero/leerstand/mietmodelle/neu/", rents.new, name="rent_model_new"),
    path("buero/leerstand/mietmodelle/einlesen/", rents.upload, name="rent_model_upload"),
    path("buero/leerstand/mietmodelle/<int:pk>/", include(one_model)),
    path("buero/leerstand/nutzungen/<int:pk>/mietmodell/", rents.support, name="letting_support"),
    path(
        "buero/leerstand/nutzungen/<int:pk>/mietmodell/aufheben/",
        rents.support_no_more,
        name="letting_support_no_more",
    ),
]
