from django.urls import path

from kiezkontor.surveys.views import rounds

app_name = "surveys"
urlpatterns = [
    path("buero/bestandsaufnahmen/", rounds.rounds, name="rounds"),
    path("buero/bestandsaufnahmen/neu/", rounds.new_round, name="round_new"),
    path("buero/bestandsaufnahmen/<int:number>/", rounds.survey_round, name="round"),
    path("buero/bestandsaufnahmen/<int:number>/stand/", rounds.step, name="round_step"),
]
