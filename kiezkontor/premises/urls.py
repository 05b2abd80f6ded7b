from django.urls import path

from kiezkontor.premises.views import imports, photos, succession, units

app_name = "premises"
urlpatterns = [
    path("buero/einheiten/", units.unit_list, name="units"),
    path("buero/einheiten/neu/", units.new_unit, name="unit_new"),
    path("buero/einheiten/<int:pk>/", units.unit, name="unit"),
    path("buero/einheiten/<int:pk>/gesehen/", units.observe, name="unit_observe"),
    path("buero/einheiten/<int:pk>/beschreiben/", units.describe, name="unit_describe"),
    path("buero/einheiten/<int:pk>/fotos/neu/", photos.add, name="unit_photo_add"),
    path("buero/einheiten/<int:pk>/fotos/<int:photo_pk>/entfernen/", photos.remove, name="unit_photo_remove"),
    path("buero/einheiten/<int:pk>/fotos/<int:photo_pk>/gross.jpg", photos.large, name="unit_photo_large"),
    path("buero/einheiten/<int:pk>/fotos/<int:photo_pk>/klein.jpg", photos.small, name="unit_photo_small"),
    path("buero/einheiten/<int:pk>/teilen/", succession.split, name="unit_split"),
    path("buero/einheiten/<int:pk>/zusammenlegen/", succession.merge, name="unit_merge"),
    path("buero/einheiten/<int:pk>/zuruecknehmen/", succession.undo, name="unit_undo"),
    path(
        "buero/einheiten/<int:pk>/beobachtungen/<int:observation_pk>/berichtigen/", units.correct, name="unit_correct"
    ),
    path("buero/eintraege/neu/", units.new_entry, name="new_entry"),
    path("buero/importe/", imports.imports, name="imports"),
    path("buero/importe/neu/", imports.new_import, name="import_new"),
    path("buero/importe/vorlage.csv", imports.table_template, name="import_template"),
    path("buero/importe/<int:pk>/", imports.import_run, name="import_run"),
    path("buero/importe/<int:pk>/stand/", imports.import_progress, name="import_progress"),
    path("buero/importe/<int:pk>/spalten/", imports.import_columns, name="import_columns"),
    path("buero/importe/<int:pk>/verwerfen/", imports.discard_import, name="import_discard"),
    path("buero/importe/<int:pk>/entscheiden/", imports.decide, name="import_decide"),
]
