"""Questions, who is asked, what each authority says, who signs without a seat, and who joins later."""

from decisions.models.code import MOST_WRONG, MOST_WRONG_IN_ALL, VISIT, SigningCode
from decisions.models.question import KIND, Kind, Question, QuestionQuerySet, State
from decisions.models.signatory import Capacity, Signatory
from decisions.models.signature import Saying, Signature
from decisions.models.voice import Accession, Asked, Prompt, Stances, Voice, VoiceQuerySet

__all__ = [
    "KIND",
    "MOST_WRONG",
    "MOST_WRONG_IN_ALL",
    "VISIT",
    "Accession",
    "Asked",
    "Capacity",
    "Kind",
    "Prompt",
    "Question",
    "QuestionQuerySet",
    "Saying",
    "Signatory",
    "Signature",
    "SigningCode",
    "Stances",
    "State",
    "Voice",
    "VoiceQuerySet",
]
