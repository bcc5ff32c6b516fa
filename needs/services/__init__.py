"""A need is opened with its document, changed, and shared; so are its goals and stakeholders."""

from needs.services.needs import change_need, open_need, share_need
from needs.services.neutral import overrule_word
from needs.services.parts import (
    add_goal,
    add_stakeholder,
    change_goal,
    change_stakeholder,
    withdraw_goal,
    withdraw_stakeholder,
)

__all__ = [
    "add_goal",
    "add_stakeholder",
    "change_goal",
    "change_need",
    "change_stakeholder",
    "open_need",
    "overrule_word",
    "share_need",
    "withdraw_goal",
    "withdraw_stakeholder",
]
