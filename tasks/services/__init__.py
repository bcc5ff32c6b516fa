"""What falls due is told and answered, and tasks are given and finished."""

from tasks.services.answers import acknowledge, answer, hand_over, snooze
from tasks.services.falling_due import BATCH, send_due
from tasks.services.giving import change_task, finish_task, give_task
from tasks.services.orphans import adopt_orphans

__all__ = [
    "BATCH",
    "acknowledge",
    "adopt_orphans",
    "answer",
    "change_task",
    "finish_task",
    "give_task",
    "hand_over",
    "send_due",
    "snooze",
]
