"""What one process of the town asks the database, as PostgreSQL's log tells it."""

import time
from typing import Self

from tests.flows.town import Town

# The look at the heads comes every two seconds, whatever happens.
LOOK = "journal_stream WHERE key = ANY"


class Statements:
    """Inside a `with`, every statement of the process is written down."""

    def __init__(self, town: Town, name: str) -> None:
        self.town, self.name = town, name
        self.read_to = 0

    def __enter__(self) -> Self:
        self._set("log_line_prefix = '%a|'", "log_statement = 'all'")
        return self

    def __exit__(self, *_error: object) -> None:
        self._set("log_line_prefix = DEFAULT", "log_statement = DEFAULT")

    def _set(self, *settings: str) -> None:
        for setting in settings:
            self.town.sql(f"ALTER SYSTEM SET {setting}")
        self.town.sql("SELECT pg_reload_conf()")
        time.sleep(0.2)

    def since_last_asked(self) -> list[str]:
        """The statements since the last time, but for the looks at the heads."""
        told = self.town.postgres.log.read_text(errors="replace")
        new, self.read_to = told[self.read_to :], len(told)
        # A statement of several lines goes on with tabs.
        whole = new.replace("\n\t", " ").splitlines()
        marks = (f"{self.name}|LOG:  statement:", f"{self.name}|LOG:  execute")
        return [line for line in whole if line.startswith(marks) and LOOK not in line]
