from django.urls import path

from kiezkontor.home.views import public, sitemaps

urlpatterns = [
    path("health/", public.health, name="health"),
    path("authority.crt", public.authority, name="authority"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
]
