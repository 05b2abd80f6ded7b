"""What districts share: bodies that carry projects, and funding programmes with their logos."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts import access_shared
from kiezkontor.districts.actions.profile import as_text
from kiezkontor.districts.images import Picture
from kiezkontor.districts.models import District, FundingSource, Operator, Programme
from kiezkontor.shared.errors import ActionRefused


def changed(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    changes = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            changes[name] = {"before": as_text(old), "after": as_text(value)}
            setattr(row, name, value)
    return changes


@transaction.atomic
def save_operator(operator: Operator | None, *, district: District, by: Viewer, **values: Any) -> Operator:
    """A body that carries projects, new (None) or changed; refuses a name that is taken.

    Raises PermissionDenied where a project elsewhere has taken it on meanwhile.
    """
    if operator is None:
        row = Operator(entered_in=district)
    else:
        row = Operator.objects.select_for_update(no_key=True).get(pk=operator.pk)
        if not access_shared.operators_to_edit(by).filter(pk=row.pk).exists():
            raise PermissionDenied
    if Operator.objects.filter(name=values["name"]).exclude(pk=row.pk).exists():
        raise ActionRefused(_("There is an operator of this name already; choose it in the list."), field="name")
    changes = changed(row, values)
    row.save()
    record("operator.saved", row, by=by, district=district, changes=changes)
    return row


@transaction.atomic
def save_programme(
    programme: Programme | None,
    *,
    name: str,
    parent: Programme | None = None,
    logo: Picture | None = None,
    logo_alt: str = "",
    without_logo: bool = False,
    district: District,
    by: Viewer,
) -> Programme:
    """A funding programme, new (None) or changed, within its initiative where it has one. logo None: stays as it is.

    Refuses a name that is taken, a programme within itself and a logo nobody can hear of. Raises PermissionDenied
    where a project elsewhere is funded from it.
    """
    if programme is None:
        row = Programme(entered_in=district)
    else:
        row = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
        if not access_shared.programmes_to_edit(by).filter(pk=row.pk).exists():
            raise PermissionDenied
    if Programme.objects.filter(name=name).exclude(pk=row.pk).exists():
        raise ActionRefused(_("There is a programme of this name already; choose it in the list."), field="name")
    refuse_to_nest(row, parent)
    changes = changed(row, {"name": name, "parent": parent})
    had = str(row.logo)
    set_logo(row, logo, logo_alt, without=without_logo, of=name)
    if str(row.logo) != had:
        changes["logo"] = {"before": had, "after": str(row.logo)}
    row.save()
    record(
        "programme.created" if programme is None else "programme.changed",
        row,
        by=by,
        district=district,
        **({"changes": changes} if programme is not None else {}),
    )
    return row


def refuse_to_nest(programme: Programme, parent: Programme | None) -> None:
    """At most four levels, and none within itself."""
    level = 1
    while parent is not None:
        level += 1
        if parent.pk == programme.pk:
            raise ActionRefused(_("A programme cannot lie within itself."), field="parent")
        if level > access_shared.LEVELS:
            raise ActionRefused(_("Programmes can lie in each other four levels deep at most."), field="parent")
        parent = parent.parent


def set_logo(row: FundingSource | Programme, logo: Picture | None, alt: str, *, without: bool, of: str) -> None:
    """Put a logo with its words on a row that is saved afterwards; None keeps the one that is there."""
    if logo is None and without:
        row.logo, row.logo_alt = "", ""
        return
    if (logo is not None or row.logo) and not alt:
        raise ActionRefused(_("Please describe the logo of “%(name)s”.") % {"name": of})
    row.logo_alt = alt
    if logo is not None:
        row.logo.save(logo.name or "logo.png", logo, save=False)
