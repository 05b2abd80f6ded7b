from django.urls import path

from kiezkontor.districts.views import editing, project_editing, shared_editing, videos

urlpatterns = [
    path("quartier/", editing.overview, name="edit"),
    path("quartier/namen/", editing.profile, name="edit_profile"),
    path("quartier/grenze/", editing.boundary, name="edit_boundary"),
    path("quartier/grenze/vorschau/", editing.boundary_preview, name="edit_boundary_preview"),
    path("quartier/teilbereiche/", editing.parts, name="edit_parts"),
    path("quartier/strassen/", editing.streets, name="edit_streets"),
    path("quartier/marke/", editing.brand, name="edit_brand"),
    path("quartier/marke/pruefen/", editing.brand_check, name="edit_brand_check"),
    path("quartier/buero/", editing.office, name="edit_office"),
    path("quartier/hostnamen/", editing.hosts, name="edit_hosts"),
    path("quartier/texte/", editing.texts, name="edit_texts"),
    path("quartier/texte/<slug:kind>/<slug:language>/", editing.text, name="edit_text"),
    path("quartier/texte/<slug:kind>/<slug:language>/vorschau/", editing.text_preview, name="edit_text_preview"),
    path("quartier/gebaerdensprache/", videos.sign_language, name="edit_sign_language"),
    path("quartier/gebaerdensprache/entfernen/", videos.sign_language_remove, name="edit_sign_language_remove"),
    path("projekte/", project_editing.projects, name="project_list"),
    path("projekte/neu/", project_editing.create, name="project_new"),
    path("projekte/traeger/neu/", shared_editing.operator, name="project_operator_new"),
    path("projekte/traeger/<int:pk>/", shared_editing.operator, name="project_operator"),
    path("projekte/programme/neu/", shared_editing.programme, name="project_programme_new"),
    path("projekte/programme/<int:pk>/", shared_editing.programme, name="project_programme"),
    path("projekte/<slug:slug>/bearbeiten/", project_editing.edit, name="project_edit"),
    path("projekte/<slug:slug>/vorschau/", project_editing.preview, name="project_preview"),
    path("projekte/<slug:slug>/foerderung/", project_editing.funding, name="project_funding"),
    path("projekte/<slug:slug>/team/", project_editing.team, name="project_team"),
]
