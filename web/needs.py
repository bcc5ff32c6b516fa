"""The steps of a need as buttons say them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from needs.adoption import steps_for
from needs.models import Need, Status

WORDS: dict[tuple[str, str], "str | Promise"] = {
    (Status.DRAFT, Status.REVIEW): _("Send to internal review"),
    (Status.REVIEW, Status.DRAFT): _("Back to draft"),
    (Status.REVIEW, Status.HEARING): _("Send out for hearing"),
    (Status.HEARING, Status.REVIEW): _("Back to internal review"),
    (Status.HEARING, Status.ADOPTED): _("Adopt the need"),
    (Status.ADOPTED, Status.SUPERSEDED): _("Mark as superseded"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepButton:
    """One status that may follow, and what its button says."""

    status: str
    words: "str | Promise"


def steps_of(actor: Actor, need: Need) -> list[StepButton]:
    """The buttons for a need as it stands, for somebody who may change it."""
    return [StepButton(status=step, words=WORDS[need.status, step]) for step in steps_for(actor, need)]
