import pytest
from django.core.management import CommandError

from kiezkontor.districts.naming import district_named
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db


def test_who_asks_for_a_district_that_is_elsewhere_is_told_what_is_here(settings, tmp_path):
    settings.DATA = tmp_path
    with pytest.raises(CommandError, match="sie hat noch keines"):
        district_named("nope")
    kiez = builders.district("Musterkiez")
    assert district_named("musterkiez") == kiez
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "demo.json").write_text("{}")
    with pytest.raises(CommandError) as refused:
        district_named("nope")
    assert str(refused.value) == (
        f"In der Installation unter {tmp_path} gibt es kein Quartier nope; sie hat musterkiez. "
        f"Die Vorführung hat ihre eigenen Daten: Setzen Sie KONTOR_DATA={tmp_path / 'demo'}."
    )
