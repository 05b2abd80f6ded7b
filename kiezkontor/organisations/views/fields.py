"""The page with the fields of an entry: for the office, for whoever looks after it, and behind a personal link."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.week import understood


def fields_page(
    request: DistrictRequest, template: str, form: BaseForm, organisation: Organisation, **more: Any
) -> HttpResponse:
    """With the hours as they are understood. more: what the template needs besides."""
    hours = understood(str(form["opening_hours"].value() or ""), request.district, on=timezone.localdate())
    context = {"form": form, "organisation": organisation, "hours": hours, **more}
    return render(request, template, context, status=422 if form.errors else 200)
