from django.urls import path

from kiezkontor.surveys import urls_open_data, urls_results, urls_rounds
from kiezkontor.surveys.views import conflicts, rounds, walk

app_name = "surveys"
urlpatterns = [
    *urls_results.urlpatterns,
    *urls_rounds.urlpatterns,
    *urls_open_data.urlpatterns,
    path("buero/bestandsaufnahmen/", rounds.rounds, name="rounds"),
    path("buero/bestandsaufnahmen/neu/", rounds.new_round, name="round_new"),
    path("buero/bestandsaufnahmen/<int:number>/", rounds.survey_round, name="round"),
    path("buero/bestandsaufnahmen/<int:number>/stand/", rounds.step, name="round_step"),
    path("buero/bestandsaufnahmen/<int:number>/widersprueche/", conflicts.conflicts, name="conflicts"),
    path("buero/bestandsaufnahmen/<int:number>/widersprueche/<int:pk>/", conflicts.decide, name="conflict"),
    path("buero/begehung/", walk.app, name="walk"),
    path("buero/begehung/worker.js", walk.worker, name="walk_worker"),
    path("buero/begehung/app.webmanifest", walk.manifest, name="walk_manifest"),
    path("buero/begehung/gruss/", walk.greeting, name="walk_greeting"),
    path("buero/begehung/<int:number>/mitnehmen/", walk.take_along, name="walk_take_along"),
    path("buero/begehung/<int:number>/fotos/", walk.photo, name="walk_photo"),
    path("buero/begehung/<int:number>/abgleich/", walk.sync, name="walk_sync"),
    path("buero/begehung/<int:number>/zurueckgeben/", walk.give_back, name="walk_give_back"),
    path("buero/begehung/freigabe/", walk.lease_state, name="walk_lease"),
]
