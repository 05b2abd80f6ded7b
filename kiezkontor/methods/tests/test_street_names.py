import pytest

from kiezkontor.methods.street_names import street_key


@pytest.mark.parametrize("other", ["Karlstr.", "karlstrasse", "KARLSTRAßE", " Karl-Straße "])
def test_spellings_of_a_street_are_the_same_street(other):
    assert street_key(other) == street_key("Karlstraße")
