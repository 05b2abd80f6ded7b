"""Pages of the installation itself; a district's pages are in district_urls.py."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "kiezkontor.home.errors.bad_request"
handler403 = "kiezkontor.home.errors.forbidden"
handler404 = "kiezkontor.home.errors.not_found"
handler500 = "kiezkontor.home.errors.server_error"

urlpatterns = [
    path("", include("kiezkontor.home.urls_plain")),
    path("", include("kiezkontor.districts.urls_plain")),
    path("", include("kiezkontor.shared.gallery")),
    *i18n_patterns(
        path("", include("kiezkontor.home.urls")),
        path("", include("kiezkontor.districts.urls_installation")),
        path("konto/", include("kiezkontor.accounts.urls")),
        path("konto/", include("kiezkontor.security.urls")),
        path("", include("kiezkontor.notices.urls")),
        path("", include("kiezkontor.districts.urls_invitations")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
