"""What a person writes into an entry: fields with their basis, confirmation, membership in the network."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.hours import patterns_for
from kiezkontor.organisations.hooks import tell_category_changed, tell_organisations_changed, tell_organisations_edited
from kiezkontor.organisations.making import new_organisation, slug_of
from kiezkontor.organisations.models import Category, FieldClaim, Membership, Organisation
from kiezkontor.organisations.rules.categories import taxonomy
from kiezkontor.organisations.rules.editing import compare
from kiezkontor.organisations.rules.patterns import middle_of, pattern_key
from kiezkontor.shared.errors import ActionRefused

EDITABLE = (
    *("name", "kind", "category", "is_chain", "brand", "is_sole_trader"),
    *("phone", "email", "email_is_public", "website"),
    *("opening_hours", "wheelchair", "access_note", "languages"),
    *("who_we_are_de", "who_we_are_en", "what_we_offer_de", "what_we_offer_en"),
    *("what_district_means_de", "what_district_means_en", "why_we_take_part_de", "why_we_take_part_en"),
)


def field_name(name: str) -> str:
    """What a column is called on the screen."""
    return str(getattr(Organisation._meta.get_field(name), "verbose_name", name))


class EditedMeanwhile(ActionRefused):
    """Somebody else changed the same fields; `stored` holds what is there now."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        names = ", ".join(field_name(name) for name in stored)
        super().__init__(
            _(
                "Somebody else has changed the same fields meanwhile (%(fields)s). Nothing was saved yet; your text is "
                "still here. Compare it with what is stored now, then save again."
            )
            % {"fields": names}
        )
        self.stored = stored


def values_of(organisation: Organisation) -> dict[str, Any]:
    """The editable fields as plain values that JSON keeps."""
    values = {name: getattr(organisation, name) for name in EDITABLE if name != "category"}
    return values | {"category": organisation.category_id or "", "languages": list(organisation.languages)}


@transaction.atomic
def edit_organisation(
    pk: int,
    *,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    basis: str,
    said_on: date,
    district: District,
    by: Viewer,
) -> list[str]:
    """Write what the person changed, each field with a claim so that imports never overwrite it.

    values: editable fields as in `values_of`. seen: the same as the form showed them. Returns the changed fields.
    Raises EditedMeanwhile where somebody else changed the same field since; then nothing is written.
    """
    # Its key stays, so that who notes it at a unit need not wait while we wait for that unit.
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=pk)
    edit = compare(seen, {name: values[name] for name in EDITABLE if name in values}, values_of(organisation))
    if edit.conflicts:
        raise EditedMeanwhile(edit.conflicts)
    if not edit.changes:
        return []
    if edit.changes.get("name") == "":
        raise ActionRefused(_("An entry needs a name. It kept the one it has."), field="name")
    before = values_of(organisation)
    changes = {name: {"before": before[name], "after": value} for name, value in edit.changes.items()}
    write(organisation, edit.changes, district=district)
    claim(organisation, list(edit.changes), basis=basis, said_on=said_on, by=by)
    if edit.changes.get("category"):
        tell_category_changed(organisation, on=said_on, district=district, by=by)
    tell_organisations_edited([organisation.pk])
    told = {"fields": list(edit.changes), "changes": changes, "basis": basis}
    record("organisation.edited", organisation, by=by, district=district, **told)
    return list(edit.changes)


def write(organisation: Organisation, changes: Mapping[str, Any], *, district: District) -> None:
    columns = []
    for name, value in changes.items():
        column = "category_id" if name == "category" else name
        setattr(organisation, column, (value or None) if name == "category" else value)
        columns.append(column)
    if "category" in changes:
        # What it is says the person now; how it is ("cuisine=greek") still says the source.
        finer = (mark for mark in organisation.keywords.split() if mark not in taxonomy())
        organisation.keywords = " ".join(finer)
        columns.append("keywords")
    if "name" in changes:
        organisation.slug = slug_of(organisation.name)
        columns.append("slug")
    if "opening_hours" in changes:
        organisation.hours_pattern_id = pattern_of(organisation.opening_hours, district=district)
        columns.append("hours_pattern_id")
    organisation.save(update_fields=[*columns, "changed_at"])


def pattern_of(expression: str, *, district: District) -> int | None:
    """The stored pattern of these hours in the district's state; None where there are none."""
    if not expression:
        return None
    lat, lon = middle_of(district.box)
    key = pattern_key(expression, region=district.region, lat=lat, lon=lon)
    return patterns_for([key])[key]


def claim(organisation: Organisation, fields: list[str], *, basis: str, said_on: date, by: Viewer) -> None:
    for name in fields:
        FieldClaim.objects.update_or_create(
            organisation=organisation,
            field=name,
            defaults={"basis": basis, "said_on": said_on, "entered_by": by.person},
        )


@transaction.atomic
def add_organisation(
    *, values: Mapping[str, Any], basis: str, said_on: date, district: District, by: Viewer
) -> Organisation:
    """A new entry made by hand; all given fields count as claimed. Refuses one without a name."""
    if not values.get("name"):
        raise ActionRefused(_("An entry needs a name."), field="name")
    given = {name: value for name, value in values.items() if name in EDITABLE and value not in ("", None, [])}
    organisation = new_organisation(
        {name: value for name, value in given.items() if name != "category"},
        category=Category.objects.get(pk=given["category"]) if "category" in given else None,
        hours_pattern_id=pattern_of(given.get("opening_hours", ""), district=district),
    )
    organisation.save()
    claim(organisation, list(given), basis=basis, said_on=said_on, by=by)
    record("organisation.added", organisation, by=by, district=district)
    tell_organisations_changed([organisation.pk])
    return organisation


@transaction.atomic
def confirm_organisation(pk: int, *, district: District, by: Viewer) -> Organisation:
    """Note that everything in the entry was found right today."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=pk)
    organisation.confirmed_on = timezone.localdate()
    organisation.save(update_fields=["confirmed_on", "changed_at"])
    tell_organisations_changed([pk])
    record("organisation.confirmed", organisation, by=by, district=district)
    return organisation


@transaction.atomic
def join_network(
    organisation: Organisation, *, district: District, from_on: date, until_on: date | None = None, by: Viewer
) -> Membership:
    """A membership in the district's network; refuses one that overlaps another."""
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=organisation.pk)
    if until_on is not None and until_on <= from_on:
        raise ActionRefused(_("The membership would end before it begins. Please give a later day."), field="until_on")
    for other in Membership.objects.filter(organisation=organisation, district=district):
        ends_before = other.until_on is not None and other.until_on <= from_on
        begins_after = until_on is not None and other.from_on >= until_on
        if not (ends_before or begins_after):
            raise ActionRefused(_("There is a membership in this period already."), field="from_on")
    membership = Membership.objects.create(
        organisation=organisation, district=district, from_on=from_on, until_on=until_on
    )
    tell_organisations_changed([organisation.pk])
    record("membership.begun", organisation, by=by, district=district, from_on=from_on.isoformat())
    return membership


@transaction.atomic
def leave_network(pk: int, *, until_on: date, by: Viewer) -> Membership:
    """End a membership: on `until_on` it is no longer one. Refuses a day before it began."""
    membership = Membership.objects.select_for_update(no_key=True).get(pk=pk)
    if until_on <= membership.from_on:
        raise ActionRefused(_("The membership had not begun on that day. Please give a later one."), field="until_on")
    membership.until_on = until_on
    membership.save(update_fields=["until_on"])
    organisation = membership.organisation
    tell_organisations_changed([organisation.pk])
    record("membership.ended", organisation, by=by, district=membership.district, until_on=until_on.isoformat())
    return membership
