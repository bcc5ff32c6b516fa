"""What is said of each cause: a line for the subject, a sentence, and why one is told."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.models import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """In `subject` and `sentence` stand %(title)s, %(network)s and %(date)s. `is_answerable` by a link."""

    subject: str | Promise
    sentence: str | Promise
    why: str | Promise
    is_answerable: bool = False
    page: str = "answer"  # whose address the link has


_OWNER = _(
    "You get this mail because you answer for it in the network. Until somebody answers, it stays"
    " among your reminders and the others can't tell whether it still holds."
)
_DEPUTY = _(
    "You get this mail because you are the deputy of the person who answers for it. Until one of you"
    " answers, the others can't tell whether it still holds."
)
_FOLLOWING = _(
    "You get this because you follow up the network's work. Nobody has answered yet; a word to the"
    " person who answers for it is often enough."
)

_SPEAKS = _(
    "You get this mail because you may answer for your authority. Each authority has one answer, and may"
    " change it until the time is up."
)
_WAITS = _("The answer of your authority to “%(title)s” in the network %(network)s is asked for by %(date)s.")

_DUE = _("“%(title)s” in the network %(network)s is due on %(date)s.")
_LATE = _("“%(title)s” in the network %(network)s was due on %(date)s, and nobody has answered.")

WORDS: dict[str, Words] = {
    Cause.REMINDER_AHEAD: Words(
        subject=_("Coming up: %(title)s"),
        sentence=_DUE,
        why=_OWNER,
    ),
    Cause.REMINDER_SOON: Words(
        subject=_("In a few days: %(title)s"),
        sentence=_DUE,
        why=_OWNER,
    ),
    Cause.REMINDER_DUE: Words(
        subject=_("Due: %(title)s"),
        sentence=_DUE,
        why=_OWNER,
        is_answerable=True,
    ),
    Cause.REMINDER_LATE: Words(
        subject=_("Late: %(title)s"),
        sentence=_LATE,
        why=_OWNER,
        is_answerable=True,
    ),
    Cause.REMINDER_DEPUTY: Words(
        subject=_("For you as the deputy: %(title)s"),
        sentence=_("“%(title)s” in the network %(network)s, due on %(date)s, waits for an answer."),
        why=_DEPUTY,
        is_answerable=True,
    ),
    Cause.REMINDER_COORDINATOR: Words(
        subject=_("Nobody has answered: %(title)s"),
        sentence=_LATE,
        why=_FOLLOWING,
    ),
    Cause.REMINDER_STEERING: Words(
        subject=_("Still nobody has answered: %(title)s"),
        sentence=_LATE,
        why=_FOLLOWING,
    ),
    Cause.TASK_GIVEN: Words(
        subject=_("A task for you: %(title)s"),
        sentence=_("You were given the task “%(title)s” in the network %(network)s."),
        why=_("You get this because the task was given to you."),
    ),
    Cause.MENTION: Words(
        subject=_("You are mentioned: %(title)s"),
        sentence=_("Somebody in the network %(network)s has named you in “%(title)s”."),
        why=_("You get this mail because somebody hopes for a word from you."),
    ),
    Cause.NUDGE: Words(
        subject=_("A word from your coordinator: %(title)s"),
        sentence=_(
            "The coordinator of the network %(network)s asks you to have a look at what waits for you there."
        ),
        why=_("You get this mail because your coordinator asked us to send it."),
    ),
    Cause.DECISION_ASKED: Words(
        subject=_("Your authority is asked: %(title)s"),
        sentence=_WAITS,
        why=_SPEAKS,
        is_answerable=True,
        page="decide",
    ),
    Cause.DECISION_AHEAD: Words(
        subject=_("A week left to answer: %(title)s"),
        sentence=_WAITS,
        why=_SPEAKS,
        is_answerable=True,
        page="decide",
    ),
    Cause.DECISION_SOON: Words(
        subject=_("Two days left to answer: %(title)s"),
        sentence=_WAITS,
        why=_SPEAKS,
        is_answerable=True,
        page="decide",
    ),
    Cause.DECISION_CLOSED: Words(
        subject=_("Decided: %(title)s"),
        sentence=_("The answers to “%(title)s” in the network %(network)s are settled."),
        why=_("You get this because your authority was asked."),
    ),
    Cause.DECISION_LINK_CLOSED: Words(
        subject=_("A personal link was closed: %(title)s"),
        sentence=_(
            "Somebody typed too many wrong codes at a personal link to “%(title)s” that you sent from the"
            " network %(network)s. The link is closed; nothing was shown or signed. If the person you asked"
            " made a mistake, send them another."
        ),
        why=_("You get this mail because you asked somebody without a seat to read it."),
    ),
}
