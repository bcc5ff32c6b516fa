"""HTTP and sockets for uvicorn in one application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
http = get_asgi_application()

from live.routing import Application  # noqa: E402 - models can't be imported before Django is set up

application = Application(http)
