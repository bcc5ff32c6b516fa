"""Market analyses are opened, changed and reviewed; findings are written down with their sources."""

from market.services.analyses import answer_reminder, change_analysis, open_analysis, review
from market.services.findings import SourceRow, add_finding, withdraw_finding

__all__ = [
    "SourceRow",
    "add_finding",
    "answer_reminder",
    "change_analysis",
    "open_analysis",
    "review",
    "withdraw_finding",
]
