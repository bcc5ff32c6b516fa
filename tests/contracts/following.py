"""What the contracts ask of questions about lines and contracts: their verbs, and what can never be."""

from typing import Any

from django.db import models

from needs.models import DemandLine

PARTS = {
    "needs/services/promising.py:answer_expected": "the registry's door to the verb `postpone_decisions`",
    "needs/services/capturing.py:answer_bought": "the registry's door to the verb `tell_volumes`",
    "needs/services/watching.py:answer_contract": "the registry's door to the verb `look_ahead`",
    "needs/services/capturing.py:told_volumes": "a part of verbs, which record what it returns",
}
ELSEWHERE = dict.fromkeys(
    (
        "needs/services/promising.py:postpone_decisions",
        "needs/services/capturing.py:tell_volumes",
        "needs/services/watching.py:look_ahead",
        "needs/services/missed.py:ask_missed",
    ),
    "a need's demand is fetched with its page, not followed",
)
NEVER: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "demand_expects_a_decision_at_c2_or_c3": (DemandLine, {"decision_expected_on": models.F("valid_until")}),
}
