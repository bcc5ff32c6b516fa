"""The project: settings, doors, the clock and the services that `make run` starts. No business rule."""

from backend.celery import app as celery_app

__all__ = ["celery_app"]
