"""Two people merge the same two entries at the same moment, each the other way round: one does, the other is told."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.actions import merging as actions
from kiezkontor.organisations.models import Contact, Merge, Organisation
from kiezkontor.organisations.tests import builders
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """How each deed ended, in alphabetical order: "done", or the kind of what was raised.

    SQLite lets one begin when the other has ended.
    """
    ready, ended = Barrier(len(deeds)), []

    def act(deed: Callable[[], object]) -> None:
        try:
            deed()
            ended.append("done")
        except Exception as raised:
            ended.append(type(raised).__name__)

    def act_with_others(deed: Callable[[], object]) -> None:
        ready.wait(20)
        try:
            act(deed)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for deed in deeds:
            act(deed)
        return sorted(ended)
    threads = [Thread(target=act_with_others, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ended)


@pytest.fixture
def merge():
    district = districts.district()
    pair = [builders.organisation(name).pk for name in ("Bäckerei Ähre", "Aehre")]
    by = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    for pk in pair:
        organisation = Organisation.objects.get(pk=pk)
        premises.used(premises.unit(district), organisation)
        builders.contact(organisation, district)

    def one_way(*, turned: bool = False) -> None:
        kept, absorbed = reversed(pair) if turned else pair
        actions.merge(kept, absorbed, district=district, by=by)

    return one_way


def test_one_of_two_who_merge_at_once_is_told_of_the_other(merge):
    assert at_once(merge, lambda: merge(turned=True)) == [ActionRefused.__name__, "done"]
    kept = Organisation.objects.get()
    assert Merge.objects.get().kept == kept
    assert set(Contact.objects.values_list("organisation", flat=True)) == {kept.pk}


def test_one_of_two_who_press_the_same_button_is_told_of_the_other(merge):
    assert at_once(merge, merge, merge) == [ActionRefused.__name__, ActionRefused.__name__, "done"]
    assert Merge.objects.count() == Organisation.objects.count() == 1
