"""Addresses of the component page, for the tests that look at it in a browser."""

from django.urls import include, path

handler404 = "kiezkontor.home.errors.not_found"

urlpatterns = [path("", include("kiezkontor.shared.gallery"))]
