"""Our settings without what a bare page has no use for."""

from kiezkontor.config.settings import *  # noqa: F403 - all of them, but for the three below

INSTALLED_APPS = []
MIDDLEWARE = []
ROOT_URLCONF = "kiezkontor.config.bench.bare"
