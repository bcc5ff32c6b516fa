"""HTTP for gunicorn: where load matters, a request costs less here than under ASGI."""

import os

from django.core.wsgi import get_wsgi_application

from wire.memory import pass_over_what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

application = get_wsgi_application()
pass_over_what_stays()
