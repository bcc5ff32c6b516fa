from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tasks.cadence import ONCE, Cadence, rounds_of


class CadenceChoice(models.TextChoices):
    """How often something is looked at again, as people choose it."""

    MONTHLY = Cadence.MONTHLY.value, _("Every month")
    QUARTERLY = Cadence.QUARTERLY.value, _("Every quarter")
    HALF_YEARLY = Cadence.HALF_YEARLY.value, _("Every half-year")
    YEARLY = Cadence.YEARLY.value, _("Every year")


def in_words(cadence: str) -> str:
    """A cadence as people read it, in their language."""
    if cadence in CadenceChoice.values:
        return str(CadenceChoice(cadence).label)
    rounds = rounds_of(cadence)
    if cadence == ONCE or rounds is None:
        return gettext("Once")
    if rounds.weeks:
        return ngettext("Every week", "Every %(number)d weeks", rounds.weeks) % {"number": rounds.weeks}
    return ngettext("Every month", "Every %(number)d months", rounds.months) % {"number": rounds.months}
