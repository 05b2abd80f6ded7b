import pytest

from kiezkontor.organisations.rules.editing import compare


@pytest.mark.parametrize(
    ("seen", "given", "stored", "changes", "conflicts"),
    [
        pytest.param({"a": 1}, {"a": 1}, {"a": 1}, {}, {}, id="nothing was touched"),
        pytest.param({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}, {}, id="one field was changed"),
        pytest.param({"a": 1}, {"a": ""}, {"a": 1}, {"a": ""}, {}, id="a field was emptied"),
        pytest.param(
            {"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 9}, {"a": 2}, {}, id="others changed another field"
        ),
        pytest.param({"a": 1}, {"a": 2}, {"a": 3}, {}, {"a": 3}, id="others changed the same field"),
        pytest.param({"a": 1}, {"a": 2}, {"a": 2}, {}, {}, id="others made the same change"),
        pytest.param({"a": 1}, {"a": 1}, {"a": 3}, {}, {}, id="an untouched field keeps what others wrote"),
        pytest.param({}, {"a": 2}, {"a": 1}, {"a": 2}, {}, id="a field that was not shown"),
    ],
)
def test_an_edit_is_what_the_person_changed(seen, given, stored, changes, conflicts):
    edit = compare(seen, given, stored)
    assert (edit.changes, edit.conflicts) == (changes, conflicts)
