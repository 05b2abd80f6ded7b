from django.urls import path

from kiezkontor.home.views import sitemaps

urlpatterns = [
    path("sitemap.xml", sitemaps.district_sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
