import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kiezkontor.config.settings")
application = get_wsgi_application()

from kiezkontor.directory.rules.meanings import warm_up  # noqa: E402 - the areas are ready only now

Thread(target=warm_up, daemon=True).start()
