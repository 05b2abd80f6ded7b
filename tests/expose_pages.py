"""The pages about exposés and rooms on offer in the access table, and what they are about."""

from typing import Any

from kiezkontor.vacancies.actions import expose_owner
from kiezkontor.vacancies.models import VacancyCase
from kiezkontor.vacancies.rules.exposes import GROUPS
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.vacancies.tests import exposes

PUBLIC_OFFERS = {f"vacancies:offer{name}" for name in ("s", "s_geojson", "s_atom", "", "_short", "_pdf", "_poster")}
# Behind the personal link of an owner.
BEHIND_THE_LINK_OF_AN_OWNER = {"vacancies:offer_own", "vacancies:offer_own_picture"}
PUBLIC_OFFERS |= BEHIND_THE_LINK_OF_AN_OWNER | {
    "vacancies:offer_picture",
    "vacancies:offer_picture_small",
    "api-v1:all_offers",
    "api-v1:one_offer",
}
EXPOSES = {"vacancies:expose", "vacancies:exposes"}
EXPOSES |= {f"vacancies:expose_{name}" for name in "begin edit release withdraw link picture picture_add".split()}
EXPOSES |= {"vacancies:expose_picture_remove"}


def about_exposes(district: Any, case: VacancyCase) -> dict[str, dict[str, Any]]:
    """The exposé of a case with a photo; that it is offered and the photo are released."""
    made = exposes.expose(case, rent_cold=743)
    photo = exposes.pictured(made)
    exposes.release(made, "page", "photos")
    owner = vacancies.owner(district, case.unit, name="Olaf Offen", email=f"olaf@{district.slug}.example")
    behind = {"token": expose_owner.token_for(made, owner), "picture": photo.pk}
    offer = {"code": made.code.lower(), "picture": photo.pk}
    return {
        "vacancies:expose": {"pk": case.pk, "picture": photo.pk},
        "vacancies:offer": offer,
        "vacancies:offer_own": behind,
        "api-v1:one_offer": offer,
    }


def add_offer(district: Any, number: int) -> None:
    unit = vacancies.vacant_unit(district, str(number), street_name=f"Straße {number}")
    made = exposes.told(district, unit, *GROUPS)
    exposes.pictured(made)


OFFER_BUDGETS = {
    "vacancies:offers": (add_offer, 12),
    "vacancies:offers_geojson": (add_offer, 9),
    "vacancies:offers_atom": (add_offer, 9),
    "api-v1:all_offers": (add_offer, 9),
}
