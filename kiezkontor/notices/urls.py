from django.urls import path

from kiezkontor.notices import views

app_name = "notices"
urlpatterns = [
    path("postfach/", views.outbox, name="outbox"),
    path("postfach/<str:key>/antworten/", views.answer, name="answer"),
    path("abbestellen/<str:token>/", views.leave, name="leave"),
]
