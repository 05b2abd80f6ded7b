"""Rent models: added, changed, retired; and the uses that are paid by one."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access_rents import is_in_use
from kiezkontor.vacancies.actions.lettings import locked, locked_running
from kiezkontor.vacancies.models import LettingSubsidy, RentModel
from kiezkontor.vacancies.refused_rents import in_words, not_adding_up
from kiezkontor.vacancies.rules import rent_models as rules
from kiezkontor.vacancies.rules.rent_files import LONGEST_NAME, MOST_PAYERS, terms_of


@dataclass(frozen=True)
class Subsidy:
    """rent: what the shares are of, a month; area_sqm: None where nobody knows, which no limit refuses."""

    rent: Decimal
    months: int
    area_sqm: Decimal | None = None


def refuse_impossible(model: rules.RentModel) -> None:
    if not rules.adds_up(model):
        raise ActionRefused(not_adding_up(model), field="owner_receives")
    if len(model.name) > LONGEST_NAME:
        raise ActionRefused(_("The name is longer than %(most)s signs.") % {"most": LONGEST_NAME}, field="name")
    if len(model.public) > MOST_PAYERS:
        raise ActionRefused(_("More than %(most)s public payers cannot be kept.") % {"most": MOST_PAYERS})


def stored(model: RentModel) -> None:
    """Save it; refuses a name that another one has which is offered."""
    try:
        with transaction.atomic():
            model.save()
    except IntegrityError as error:
        raise ActionRefused(
            _("There is a model of this name already. Please give it another one, or retire that one first."),
            field="name",
        ) from error


@transaction.atomic
def add(model: rules.RentModel, *, district: District, by: Viewer) -> RentModel:
    """Refuses shares that do not add up, and a name that is taken."""
    refuse_impossible(model)
    made = RentModel(
        district=district, name=model.name, terms=terms_of(model), made_at=timezone.now(), made_by=by.person
    )
    stored(made)
    record("rentmodel.added", made, by=by, district=district)
    return made


def locked_offered(pk: int) -> RentModel:
    found = RentModel.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)
    if found.retired_at is not None:
        raise ActionRefused(_("This model is retired. Please copy it, or offer it again first."))
    return found


@transaction.atomic
def change(pk: int, model: rules.RentModel, *, by: Viewer) -> RentModel:
    """Change a model that no use has; of one in use a new version takes the place, and those uses keep the old one.

    Refuses as `add`, and one that is retired.
    """
    found = locked_offered(pk)
    refuse_impossible(model)
    terms = terms_of(model)
    if terms == found.terms:
        return found
    if is_in_use(found):
        found.retired_at = timezone.now()
        found.save(update_fields=["retired_at"])
        changed = RentModel(district=found.district, replaces=found, made_at=timezone.now(), made_by=by.person)
    else:
        changed = found
    changed.name, changed.terms = model.name, terms
    stored(changed)
    record("rentmodel.changed", changed, by=by, district=found.district)
    return changed


@transaction.atomic
def retire(pk: int, *, by: Viewer) -> None:
    """Offer it no more; uses that have it keep it."""
    found = locked_offered(pk)
    found.retired_at = timezone.now()
    found.save(update_fields=["retired_at"])
    record("rentmodel.retired", found, by=by, district=found.district)


@transaction.atomic
def offer_again(pk: int, *, by: Viewer) -> None:
    """Refuses where another one of its name is offered meanwhile."""
    found = RentModel.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)
    if found.retired_at is not None:
        found.retired_at = None
        stored(found)
        record("rentmodel.offered", found, by=by, district=found.district)


@transaction.atomic
def support(letting_pk: int, model_pk: int, given: Subsidy, *, by: Viewer) -> LettingSubsidy:
    """Note by which model the rent of a running use is paid; a second time puts it right.

    Refuses what the model does not support, a retired one, and more months than the use has.
    """
    letting = locked_running(letting_pk)
    before = LettingSubsidy.objects.filter(letting=letting).first()
    model = RentModel.objects.get(pk=model_pk) if before and before.model_id == model_pk else locked_offered(model_pk)
    refused = rules.refusal_of(model.rules, months=given.months, area_sqm=given.area_sqm)
    if refused is not None:
        field = {rules.Refusal.MONTHS: "months", rules.Refusal.AREA: "area_sqm"}.get(refused, "model")
        raise ActionRefused(in_words(refused, model.rules), field=field)
    said = {"model": model, "rent": given.rent, "months": given.months, "area_sqm": given.area_sqm}
    noted = {"noted_at": timezone.now(), "noted_by": by.person}
    made, _is_new = LettingSubsidy.objects.update_or_create(letting=letting, defaults=said | noted)
    record("letting.supported", letting, by=by, district=letting.case.district)
    return made


@transaction.atomic
def support_no_more(letting_pk: int, *, by: Viewer) -> None:
    """Take back that the rent of a use is paid by a model."""
    letting = locked(letting_pk)
    if LettingSubsidy.objects.filter(letting=letting).delete()[0]:
        record("letting.support_removed", letting, by=by, district=letting.case.district)
