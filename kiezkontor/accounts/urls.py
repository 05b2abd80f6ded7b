"""Of allauth only what is offered; everything else does not exist. The names are those allauth asks for."""

from django.urls import path

from kiezkontor.accounts import views

urlpatterns = [
    path("anmelden/", views.RequestCode.as_view(), name="account_login"),
    path("anmelden/", views.RequestCode.as_view(), name="account_request_login_code"),
    path("anmelden/code/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("abmelden/", views.SignOut.as_view(), name="account_logout"),
    path("gesperrt/", views.Blocked.as_view(), name="account_inactive"),
]
