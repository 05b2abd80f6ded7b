from functools import partial

import pytest

from kiezkontor.surveys.tests.walks import walk


@pytest.fixture
def walked(tmp_path):
    return partial(walk, tmp_path)
