"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What one authority holds, in all its networks, as one archive."""

    name = "records"
    verbose_name = _("Records")
