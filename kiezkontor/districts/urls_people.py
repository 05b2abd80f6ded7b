from django.urls import path

from kiezkontor.districts.views import people

urlpatterns = [
    path("", people.people, name="people"),
    path("einladen/", people.invite, name="invite"),
    path("einladungen/<int:pk>/zurueckziehen/", people.withdraw, name="invitation_withdraw"),
    path("personen/<int:pk>/rolle-geben/", people.give_role, name="people_give_role"),
    path("rollen/<int:pk>/beenden/", people.end_role, name="people_end_role"),
]
