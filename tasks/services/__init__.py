"""What falls due is told and answered, and tasks are given and finished."""

from tasks.services.answers import acknowledge, answer, hand_over, snooze
from tasks.services.falling_due import BATCH, send_due
from tasks.services.giving import change_task, finish_task, give_task
from tasks.services.orphans import adopt_orphans, end_departed, resume_returned

__all__ = [
    "BATCH",
    "acknowledge",
    "adopt_orphans",
    "answer",
    "change_task",
    "end_departed",
    "finish_task",
    "give_task",
    "hand_over",
    "resume_returned",
    "send_due",
    "snooze",
]
