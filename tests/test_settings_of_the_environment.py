import runpy

import pytest

from kiezkontor.config.folders import ROOT


@pytest.mark.parametrize(("given", "data"), [(None, "var"), ("", "var"), ("var/demo", "var/demo")])
def test_an_empty_folder_of_data_is_none_that_was_named(monkeypatch, tmp_path, given, data):
    monkeypatch.chdir(ROOT if given else tmp_path)
    monkeypatch.setenv("KONTOR_SECRET_KEY", "only for tests")
    monkeypatch.delenv("KONTOR_DATA")
    if given is not None:
        monkeypatch.setenv("KONTOR_DATA", given)
    assert runpy.run_path(str(ROOT / "kiezkontor" / "config" / "settings.py"))["DATA"] == ROOT / data
