from django.apps import AppConfig


class WireConfig(AppConfig):
    """How requests and refusals look on the wire."""

    name = "wire"
    default_auto_field = "django.db.models.BigAutoField"
