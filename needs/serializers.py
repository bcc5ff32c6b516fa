"""What needs take on the wire."""

from rest_framework import serializers

from accounts.models import Language
from needs.models import TEXTS, Status, Trigger, Urgency
from needs.models.statement import MOST_PEOPLE
from networks.zones import Zone
from wire.fields import TextField


def _text(name: str) -> TextField:
    return TextField(max_length=TEXTS[name], required=False, allow_blank=True)


class StatementInput(serializers.Serializer[None]):
    """What a need says in its structured statement; what is left out stays, or is empty at first."""

    problem = _text("problem")
    affected_groups = _text("affected_groups")
    current_state = _text("current_state")
    desired_state = _text("desired_state")
    why_current_solutions_fail = _text("why_current_solutions_fail")
    trigger = serializers.ChoiceField(Trigger.choices, required=False, allow_blank=True)
    urgency = serializers.ChoiceField(Urgency.choices, required=False, allow_blank=True)
    out_of_scope = _text("out_of_scope")
    constraints_legal = _text("constraints_legal")
    constraints_technical = _text("constraints_technical")
    constraints_integration = _text("constraints_integration")
    constraints_security = _text("constraints_security")
    consequence_if_unmet = _text("consequence_if_unmet")
    policy_links = _text("policy_links")
    involvement_method = _text("involvement_method")
    involvement_count = serializers.IntegerField(
        min_value=0, max_value=MOST_PEOPLE, required=False, allow_null=True
    )
    involvement_on = serializers.DateField(required=False, allow_null=True)


class NeedInput(StatementInput):
    """A need to open; `owner` is a person with a seat in the network, the sender where none is named."""

    title_sv = TextField(max_length=200)
    title_en = TextField(max_length=200)
    one_liner = TextField(max_length=500, required=False, default="", allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", required=False, allow_null=True, default=None)
    zone = serializers.ChoiceField([Zone.AUTHORITY.value, Zone.NETWORK.value], default=Zone.AUTHORITY.value)
    language = serializers.ChoiceField(Language.choices, default=Language.SWEDISH.value)


class NeedEdit(StatementInput):
    """What is to change of a need; what is left out stays."""

    title_sv = TextField(max_length=200, required=False)
    title_en = TextField(max_length=200, required=False)
    one_liner = TextField(max_length=500, required=False, allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", required=False)
    status = serializers.ChoiceField(Status.choices, required=False)
    next_review_on = serializers.DateField(required=False, allow_null=True)


class NeedReviewInput(serializers.Serializer[None]):
    """Whether a need still holds."""

    outcome = serializers.ChoiceField(["unchanged", "updated", "closed"])
