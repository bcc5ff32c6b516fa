"""What stands in no log: the secrets of personal links."""

import logging
import re
from typing import Any

# The first part of every address whose next part opens something by itself.
_SECRET = re.compile(r"(/(?:sign|decide|answer|unsubscribe|invitations|calendar)/)[^/\s?\"']+")


class WithoutSecrets(logging.Filter):
    """Leaves out of each line what follows the beginning of a personal address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record goes on, without secrets."""
        said = record.getMessage()
        bare = _SECRET.sub(r"\1…", said)
        if bare != said:
            record.msg, record.args = bare, ()
        return True


def to_console(level: int) -> dict[str, Any]:
    """Everything from this level on goes to the console, a line each."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "filters": {"no_secrets": {"()": WithoutSecrets}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]}
        },
        "root": {"handlers": ["console"], "level": level},
    }
