"""How changes of somebody's sign-in read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words

SENTENCES = {
    "security.app_added": _("%(actor)s set up an authenticator app."),
    "security.app_removed": _("%(actor)s removed the authenticator app."),
    "security.passkey_added": _("%(actor)s added the passkey “%(name)s”."),
    "security.passkey_renamed": _("%(actor)s renamed a passkey to “%(name)s”."),
    "security.passkey_removed": _("%(actor)s removed the passkey “%(name)s”."),
    "security.codes_renewed": _("%(actor)s made new recovery codes."),
    "security.recovery_code_used": _("%(actor)s used a recovery code."),
    "security.password_set": _("%(actor)s set a password."),
    "security.password_removed": _("%(actor)s removed the password."),
    "security.device_ended": _("%(actor)s signed out a device: %(browser)s."),
    "security.devices_ended": _("%(actor)s signed out all other devices."),
    "security.reset": _("%(actor)s reset the sign-in of %(subject)s."),
}


def register() -> None:
    add_words(SENTENCES)
