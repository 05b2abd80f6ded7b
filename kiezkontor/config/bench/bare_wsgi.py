import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "kiezkontor.config.bench.bare_settings"
application = get_wsgi_application()

from kiezkontor.config.bench import bare  # noqa: E402 - its template engine needs the settings

bare.load()
