"""Pages of a district, the same whether it is mounted at its own host or under a path."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from kiezkontor.api.views.json_api import api
from kiezkontor.config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", include("kiezkontor.districts.urls_plain")),
    path("", include("kiezkontor.directory.urls_plain")),
    path("", include("kiezkontor.home.district_urls_plain")),
    path("api/v1/", api.urls),
    path("api/", include("kiezkontor.api.urls")),
    *i18n_patterns(
        path("", include("kiezkontor.home.district_urls")),
        path("", include("kiezkontor.districts.urls")),
        path("", include("kiezkontor.directory.urls")),
        path("", include("kiezkontor.organisations.urls")),
        path("", include("kiezkontor.premises.urls")),
        path("", include("kiezkontor.calendar.urls")),
        path("", include("kiezkontor.desk.urls")),
        path("", include("kiezkontor.outreach.urls")),
        path("", include("kiezkontor.surveys.urls")),
        path("", include("kiezkontor.members.urls")),
        path("", include("kiezkontor.voices.urls")),
        path("", include("kiezkontor.meetings.urls")),
        path("", include("kiezkontor.vacancies.urls")),
        prefix_default_language=False,
    ),
]
