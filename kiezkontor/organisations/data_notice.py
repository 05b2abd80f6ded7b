"""The words by which people are told of data an office did not get from them (Article 14 GDPR)."""

from django.utils.translation import gettext as _

from kiezkontor.districts import presenting
from kiezkontor.districts.models import District
from kiezkontor.districts.texts import LANGUAGES, authority_of, operator_of, provider_of
from kiezkontor.notices.mail import as_text
from kiezkontor.shared.mounting import district_address


def title_of_notice() -> str:
    return _("Where we have your data from, and what your rights are")


def words_of_notice(district: District) -> list[str]:
    """In the active language, a paragraph each."""
    provider = provider_of(district, operator_of(district))
    place = f"{provider.street}, {provider.postcode} {provider.city}" if provider.has_address else ""
    known = (provider.name, place, provider.phone_as_printed, provider.email)
    language = presenting.language()
    text = as_text(
        f"organisations/texts/data_notice.{language if language in LANGUAGES else 'de'}.txt",
        {
            "district": district,
            "controller": ", ".join(part for part in known if part),
            "authority": authority_of(district),
            "page": district_address(district.slug, "districts:privacy"),
        },
    )
    return text.strip().split("\n\n")
