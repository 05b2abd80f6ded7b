"""Rent models and which uses have them: for whoever keeps the vacancies of the district, and nobody else."""

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import Letting, LettingSubsidy, RentModel
from kiezkontor.vacancies.models.rents import RentModelQuerySet


def visible_to(viewer: Viewer, district: District) -> RentModelQuerySet:
    found = RentModel.objects.filter(district=district)
    return found if may_keep(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> RentModel:
    found = get_object_or_404(visible_to(viewer, district), pk=pk)
    found.district = district
    return found


def counted(viewer: Viewer, district: District) -> QuerySet[RentModel]:
    """Those that are offered first; each with how many uses have it, and how many of these run."""
    running = Count("subsidies", filter=Q(subsidies__letting__ending=""))
    found = visible_to(viewer, district).annotate(uses=Count("subsidies"), running=running)
    return found.order_by(F("retired_at").desc(nulls_first=True), "name", "-pk")


def uses_of(model: RentModel) -> list[LettingSubsidy]:
    """The uses that are paid by a model, the latest first; for whoever reads the model."""
    found = LettingSubsidy.objects.filter(model=model).prefetch_related("letting__follow_ups")
    joined = found.select_related("letting__case__unit__address__street", "letting__case__unit__building")
    return list(joined.order_by("-letting__begins_on", "-pk"))


def subsidy_of(letting: Letting) -> LettingSubsidy | None:
    """For whoever reads the use."""
    return LettingSubsidy.objects.filter(letting=letting).select_related("model").first()


def models_for(viewer: Viewer, district: District, known: LettingSubsidy | None) -> RentModelQuerySet:
    """Those a use may be paid by: the ones on offer, and the one it has."""
    models = visible_to(viewer, district)
    return models.offered() | (models.filter(pk=known.model_id) if known else models.none())


def is_in_use(model: RentModel) -> bool:
    return model.subsidies.exists()


def newest_of(model: RentModel) -> RentModel | None:
    """The version that took the place of this one; None where there is none."""
    return model.replaced_by.order_by("-pk").first()
