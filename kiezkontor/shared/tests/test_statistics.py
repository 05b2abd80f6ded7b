import pytest
from django.db import connection

from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests.builders import membership, organisation
from kiezkontor.shared.bulk import among_many
from kiezkontor.shared.statistics import look_at_tables_of

pytestmark = pytest.mark.django_db
KNOWN = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'organisations_membership'",
    "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'organisations_membership'",
}


def test_the_database_knows_how_rows_are_spread_once_it_has_looked():
    district = districts.district()
    for number in range(20):
        membership(organisation(f"Laden {number}"), district)
    look_at_tables_of(["organisations"])
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor])
        assert cursor.fetchone()[0] > 0


def test_many_keys_are_one_value():
    wanted = [organisation(f"Laden {number}").pk for number in range(3)]
    organisation("Ein anderer")
    found = Organisation.objects.filter(among_many("pk", wanted))
    assert set(found.values_list("pk", flat=True)) == set(wanted)
    assert not Organisation.objects.filter(among_many("pk", [])).exists()
