"""Our settings without anything around a page but what an installed library insists on."""

from kiezkontor.config.settings import *  # noqa: F403 - all of them, but for the two below

MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "kiezkontor.config.bench.bare_answers"
