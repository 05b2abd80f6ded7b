from django.urls import reverse

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.directory import access
from kiezkontor.districts.models import District
from kiezkontor.organisations.hooks import Public
from kiezkontor.organisations.models import Organisation


def public_list_of(viewer: Viewer, district: District) -> Public:
    return Public(access.visible_to(viewer, district).count(), reverse("directory:list"))


def public_page_of(viewer: Viewer, organisation: Organisation, district: District) -> str:
    """The profile of an organisation in a district as a path of that district's mount; empty where it has none."""
    slugs = access.visible_to(viewer, district).filter(organisation=organisation).values_list("slug", flat=True)
    slug = slugs.first()
    return reverse("directory:profile", args=[slug]) if slug else ""
