"""Addresses of the web in tables and forms: http or https, for a page that links anything else leads nowhere."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.db import models

if TYPE_CHECKING:
    UrlColumn = models.URLField[str, str]
else:
    UrlColumn = models.URLField

WEB_ALONE = URLValidator(schemes=["http", "https"])


class WebAddressField(forms.URLField):
    default_validators = [WEB_ALONE]


class WebAddress(UrlColumn):
    """A column for them; the database and its migrations know it as Django's own."""

    default_validators = [WEB_ALONE]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": WebAddressField, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
