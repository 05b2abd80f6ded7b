from collections.abc import Iterator

import pytest

from tests.installations import Installation, new_installation


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A prepared installation without a district, to be copied and not to be changed."""
    with new_installation(tmp_path_factory.mktemp("once") / "prepared") as office:
        assert "mitte" in office.command("facts", "--district", "mitte").stderr
        yield office
