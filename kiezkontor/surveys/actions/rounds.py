"""The life of a survey round: planned, in the field, checked, frozen, published."""

from datetime import date
from secrets import token_hex

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.premises.actions.observations import locked_round, require_open
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.models import EmptyHouse, FrozenUnit
from kiezkontor.surveys.rules.stages import FROZEN, PUBLISHED, may_go
from kiezkontor.surveys.snapshots import checksum_of, from_register


@transaction.atomic
def plan_round(district: District, *, number: int, reference_on: date, by: Viewer) -> SurveyRound:
    """Refuses a number the district has already."""
    District.objects.select_for_update(no_key=True).only("pk").get(pk=district.pk)
    if SurveyRound.objects.filter(district=district, number=number).exists():
        raise ActionRefused(_("There is a round of this number already. Please take another."), field="number")
    planned = SurveyRound.objects.create(district=district, number=number, reference_on=reference_on)
    record("round.planned", planned, by=by, district=district)
    return planned


@transaction.atomic
def go(survey_round: SurveyRound, stage: str, *, by: Viewer) -> SurveyRound:
    """Bring a round to the next stage, or back one; freezing stores what it recorded, for good.

    Refuses a step that does not follow, to freeze a round in which nothing was seen, and to publish or take back one
    before another that is published.
    """
    now = locked_round(survey_round)
    before = now.stage
    if not may_go(before, stage):
        raise ActionRefused(
            _("This round is “%(stage)s” meanwhile; nothing was changed. Please look at the page once more.")
            % {"stage": now.get_stage_display()}
        )
    if PUBLISHED in {before, stage}:
        require_latest(now)
    now.stage = stage
    if stage == FROZEN and now.frozen_at is None:
        freeze(now, by=by)
    now.save(update_fields=["stage", "frozen_at", "frozen_by", "checksum", "salt"])
    record("round.moved", now, by=by, district=now.district, before=before, after=stage)
    return now


def require_latest(survey_round: SurveyRound) -> None:
    """Refuses to publish or withdraw a round before a published one.

    What is hidden of a round follows from the published one before it: in another order other totals would be shown,
    and together they tell what neither does.
    """
    later = SurveyRound.objects.filter(
        district=survey_round.district_id, number__gt=survey_round.number, stage=PUBLISHED
    )
    if later.exists():
        raise ActionRefused(
            _(
                "A later round is published already, and its figures follow from this one. Take the later one back "
                "first; nothing was changed."
            )
        )


def freeze(survey_round: SurveyRound, *, by: Viewer) -> None:
    units = list(from_register(survey_round))
    if not units:
        raise ActionRefused(_("Nothing was seen in this round yet, so that there is nothing to freeze."))
    insert_many(units)
    survey_round.frozen_at, survey_round.frozen_by = timezone.now(), by.person
    survey_round.checksum, survey_round.salt = checksum_of(units), token_hex(32)


def is_intact(survey_round: SurveyRound) -> bool:
    """Whether what is stored of a frozen round is what was frozen."""
    stored = FrozenUnit.objects.filter(survey_round=survey_round).order_by("unit_id")
    return checksum_of(stored.iterator(2_000)) == survey_round.checksum


@transaction.atomic
def note_empty_house(survey_round: SurveyRound, address: int, *, seen_on: date, by: Viewer) -> EmptyHouse:
    """Somebody looked at a house and found no unit there; saying it again changes nothing."""
    require_open(survey_round)
    house, is_new = EmptyHouse.objects.get_or_create(
        survey_round=survey_round, address_id=address, defaults={"seen_on": seen_on, "seen_by": by.person}
    )
    if is_new:
        record("round.house_empty", survey_round, by=by, district=survey_round.district, address=str(house.address))
    return house


@transaction.atomic
def forget_empty_house(survey_round: SurveyRound, address: int, *, by: Viewer) -> None:
    """The house was not looked at after all; of one nobody noted nothing changes."""
    require_open(survey_round)
    noted = EmptyHouse.objects.select_related("address__street")
    house = noted.filter(survey_round=survey_round, address_id=address).first()
    if house is not None:
        said = str(house.address)
        house.delete()
        record("round.house_reopened", survey_round, by=by, district=survey_round.district, address=said)
