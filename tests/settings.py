"""The installation's settings with a throw-away data folder, mail and tasks at hand, and no build needed."""

import atexit
import os
import shutil
import tempfile

os.environ["KONTOR_DATA"] = tempfile.mkdtemp(prefix="kontor-tests-")
os.environ.setdefault("KONTOR_SECRET_KEY", "only for tests")

from kiezkontor.config.settings import *  # noqa: F403 - all of them, but for what follows

atexit.register(shutil.rmtree, os.environ["KONTOR_DATA"], ignore_errors=True)

TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
