from django.urls import path

from kiezkontor.home.views import public

urlpatterns = [
    path("health/", public.health, name="health"),
    path("robots.txt", public.robots, name="robots"),
]
