from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_operator=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in, by a code sent to the e-mail address.

    sign_outs: how often all sessions were ended at once; part of what each session is checked by.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="de")
    is_operator = models.BooleanField(_("administers the installation"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Django's admin asks for this name."""
        return self.is_operator

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_operator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_operator

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, with `sign_outs`: a session made before the last of them is nobody's."""
        plain: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        if not self.sign_outs:
            return plain
        return salted_hmac("kiezkontor.accounts.sign_outs", f"{plain}{self.sign_outs}", secret=secret).hexdigest()


class Device(models.Model):
    """A browser somebody is signed in with. network: roughly where, as `rules.networks` tells it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    user_agent = models.CharField(max_length=400, blank=True)
    network = models.CharField(max_length=50, blank=True)
    signed_in_at = models.DateTimeField()
    seen_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.person}: {self.user_agent}"
