"""An authority answers, and may answer anew until the question closes."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from decisions.mandate import check_mandate, check_mandate_holds
from decisions.models import Question, Voice
from decisions.saying import Said, add_voice, answered, check_asked, check_open, check_stance, last_voice
from journal.recorder import record


@transaction.atomic
def answer_question(actor: Actor, *, question: Question, stance: str, reason: str = "") -> Voice:
    """Say what the actor's authority says. Earlier voices of the authority are kept; this one counts.

    People of one authority who answer at once stand in line for the question's row: both voices are
    kept, in that order. The same person saying the same again adds nothing. Raises Forbidden without
    a mandate, which is asked for again under the lock, Barred for an authority that is not asked,
    Invalid for an unknown stance or a reason that is missing, Conflict once the time is up, or the
    question closed or withdrawn.
    """
    actor.require(Permission.DECISION_READ)
    check_mandate(actor)
    reason = check_stance(stance, reason)
    question = question.locked()
    check_mandate_holds(actor)
    check_open(question, actor.now)
    check_asked(question, actor.represents)
    last = last_voice(question, actor.represents)
    said = Said(person_id=actor.person_id, stance=stance, reason=reason)
    if last and Said.of(last) == said:
        return last

    voice = add_voice(question, actor.represents, said, last=last, now=actor.now)
    record(actor, answered(voice))
    return voice
