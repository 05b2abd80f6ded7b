"""Ideas for interim use and examples of it."""

from django.urls import path

from kiezkontor.vacancies.views import ideas

urlpatterns = [
    path("leerstand/ideen/", ideas.ideas, name="ideas"),
    path("leerstand/ideen/geben/", ideas.give, name="ideas_give"),
    path("leerstand/ideen/danke/", ideas.given, name="ideas_given"),
    path("leerstand/ideen/beispiele/<int:pk>.jpg", ideas.photo, name="ideas_photo"),
    path("buero/leerstand/ideen/", ideas.office_ideas, name="office_ideas"),
    path("buero/leerstand/ideen/<int:pk>/", ideas.office_idea, name="office_idea"),
    path("buero/leerstand/nutzungen/<int:pk>/beispiel/", ideas.example, name="letting_example"),
]
