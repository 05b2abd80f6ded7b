from django.urls import path

from kiezkontor.desk import views

app_name = "desk"
urlpatterns = [
    path("buero/aufgaben/neu/", views.new, name="new"),
    path("buero/aufgaben/<int:pk>/", views.edit, name="edit"),
    path("buero/aufgaben/<int:pk>/erledigt/", views.finish, name="finish"),
    path("buero/aufgaben/<int:pk>/wieder-oeffnen/", views.reopen, name="reopen"),
]
