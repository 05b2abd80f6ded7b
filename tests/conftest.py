from collections.abc import Iterator
from pathlib import Path

import pytest

from kiezkontor.shared.remembered import forget_all
from tests.installations import Installation, new_installation
from tests.serving import Site


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A prepared installation without a district, to be copied and not to be changed."""
    with new_installation(tmp_path_factory.mktemp("once") / "prepared") as office:
        assert "mitte" in office.command("facts", "--district", "mitte").stderr
        yield office


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("kiezkontor.config.publishing.CHECK_SECONDS", 0)
    monkeypatch.setattr("kiezkontor.config.publishing.SLOT_SECONDS", 10**12)  # none ends while a test runs
    # A database connection ends between requests, which would end the test's transaction.
    monkeypatch.setattr("kiezkontor.config.publishing.close_old_connections", lambda: None)
    monkeypatch.setattr("django.core.signals.request_started.send", lambda **_details: [])
    monkeypatch.setattr("django.core.signals.request_finished.send", lambda **_details: [])
    forget_all()
    return Site(tmp_path / "published")
