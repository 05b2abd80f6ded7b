"""Addresses without a language, under districts and under the installation alike."""

from django.urls import path

from kiezkontor.shared.media import media

urlpatterns = [path("media/<path:path>", media)]
