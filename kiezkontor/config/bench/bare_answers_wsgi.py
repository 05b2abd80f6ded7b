import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "kiezkontor.config.bench.bare_answers_settings"
application = get_wsgi_application()
