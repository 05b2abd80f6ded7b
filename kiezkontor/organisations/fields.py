"""Form fields of this area, also for the forms of areas above it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext

from kiezkontor.methods.pictures import MAX_BYTES, Picture
from kiezkontor.organisations.actions.photos import in_two_sizes
from kiezkontor.organisations.models import Category
from kiezkontor.shared.errors import ActionRefused


class PhotoField(forms.FileField):
    """A photo, cleaned to its sizes as they are kept (`in_two_sizes`), before anything is locked; empty without one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Sequence[Picture]:
        upload = super().clean(data, initial)
        try:
            return in_two_sizes(upload.read(MAX_BYTES + 1)) if upload else ()
        except ActionRefused as refused:
            raise ValidationError(refused.sentence) from refused


class CategoryInput(forms.TextInput):
    """A text field that offers the names of all categories while one types; it works without scripts."""

    template_name = "organisations/office/category_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = super().get_context(name, value, attrs)
        found["options"] = sorted({str(category) for category in Category.objects.all()}, key=str.casefold)
        return found

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"list": "category-names", "autocomplete": "off"}


class CategoryField(forms.CharField):
    """Shows a category's name and takes its name in either language, or its key; cleans to the key."""

    widget = CategoryInput

    def prepare_value(self, value: Any) -> Any:
        found = Category.objects.filter(pk=value).first() if value and "=" in str(value) else None
        return str(found) if found else value

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        found = Category.objects.filter(Q(pk=text) | Q(name_de__iexact=text) | Q(name_en__iexact=text)).first()
        if found is None:
            near = Category.objects.filter(Q(name_de__icontains=text[:4]) | Q(name_en__icontains=text[:4]))[:5]
            names = ", ".join(str(category) for category in near)
            message = gettext("There is no category of this name.")
            if names:
                message = gettext("There is no category of this name. Similar ones: %(names)s.") % {"names": names}
            raise forms.ValidationError(message)
        return found.pk
