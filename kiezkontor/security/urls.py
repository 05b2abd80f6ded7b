from django.urls import URLPattern, URLResolver, include, path

from kiezkontor.security.views import confirming, devices, factors, overview, signing_in

# Under the names that allauth leads to.
signing_in_patterns = [path("zweiter-schritt/", signing_in.second_step, name="mfa_authenticate")]

own_patterns = [
    path("", overview.overview, name="overview"),
    path("bestaetigen/", confirming.confirm, name="confirm"),
    path("bestaetigen/passkey/", confirming.confirm_by_passkey, name="confirm_by_passkey"),
    path("bestaetigen/code/", confirming.send_code, name="confirm_send"),
    path("app/einrichten/", factors.add_app, name="add_app"),
    path("app/entfernen/", factors.remove_app, name="remove_app"),
    path("ersatzcodes/", factors.codes, name="codes"),
    path("ersatzcodes/neu/", factors.new_codes, name="new_codes"),
    path("passkeys/neu/", factors.add_passkey, name="add_passkey"),
    path("passkeys/neu/anfrage/", factors.passkey_options, name="new_passkey_options"),
    path("passkeys/<int:pk>/umbenennen/", factors.rename_passkey, name="rename_passkey"),
    path("passkeys/<int:pk>/entfernen/", factors.remove_passkey, name="remove_passkey"),
    path("passwort/", factors.set_password, name="set_password"),
    path("passwort/entfernen/", factors.remove_password, name="remove_password"),
    path("geraete/<int:pk>/abmelden/", devices.end, name="end_device"),
    path("geraete/andere-abmelden/", devices.end_others, name="end_other_devices"),
    path("zuruecksetzen/", devices.reset, name="reset"),
]

named_patterns: list[URLPattern | URLResolver] = [
    path("sicherheit/", include(own_patterns)),
    path("anmelden/passkey/", signing_in.passkey, name="passkey"),
    path("anmelden/passkey/anfrage/", signing_in.passkey_options, name="passkey_options"),
    path("anmelden/passwort/", signing_in.password, name="password"),
    path("anmelden/zweiter-schritt/passkey/", signing_in.second_step_passkey, name="second_step_passkey"),
]

urlpatterns = [
    path("anmelden/", include(signing_in_patterns)),
    path("", include((named_patterns, "security"))),
]
