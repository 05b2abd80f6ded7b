"""How allauth behaves here: nobody signs up, mails and refusals are in the house's words."""

from smtplib import SMTPException
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.devices import note_sign_in
from kiezkontor.accounts.models import Person
from kiezkontor.accounts.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is not right. Please compare it with the latest mail and enter it again."),
        "too_many_login_attempts": _("There were too many attempts. Please wait a minute and request a new code."),
        "rate_limited": _("There were too many attempts. Please wait a minute and request a new code."),
        "account_inactive": _("This access is blocked. The office of your district knows more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations only."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People are named by their e-mail address."""

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        note_sign_in(request, user)

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **more: Any
    ) -> None:
        """Only what needs an answer is said; "signed in" and "code sent" are what the next page shows anyway."""
        if level >= messages.ERROR and message:
            messages.add_message(request, level, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once and not through the queue: whoever signs in waits for it, and it must not depend on a worker.

        Ends the request with a page of its own when the mail server does not take the mail.
        """
        name = template_prefix.rpartition("/")[2]
        context = {**context, "email": email, "installation_url": settings.INSTALLATION_URL}
        message = EmailMessage(
            subject=" ".join(render_to_string(f"accounts/mail/{name}_subject.txt", context).split()),
            body=render_to_string(f"accounts/mail/{name}.txt", context).strip() + "\n",
            to=[email],
        )
        try:
            message.send()
        except (OSError, SMTPException) as error:
            page = render(context["request"], "accounts/mail_failed.html", status=503)
            raise ImmediateHttpResponse(page) from error


def passkey_host() -> str:
    """The host passkeys are made for: the one of the installation's public address."""
    return urlsplit(settings.INSTALLATION_URL).hostname or "localhost"


class FactorAdapter(DefaultMFAAdapter):
    """One host for passkeys, what stands in the app on the telephone, and secrets sealed in the database."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"Kiezkontor {passkey_host()}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkey_host(), "name": "Kiezkontor"}
