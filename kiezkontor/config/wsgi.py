import os
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiezkontor.config.settings")
application: Callable[..., Any] = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the areas are ready only now

from kiezkontor.config import publishing  # noqa: E402 - as above

application = publishing.before(application, settings.PUBLISHED)
