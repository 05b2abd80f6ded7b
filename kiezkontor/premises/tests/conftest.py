import pytest

from kiezkontor.districts.tests import builders as districts


@pytest.fixture
def district():
    return districts.district("Musterkiez", boundary=None)


@pytest.fixture
def data_folder(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


@pytest.fixture
def waiting(settings):
    """The worker is away: what is queued stays queued."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []}}
