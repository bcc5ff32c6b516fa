"""What annexes take on the wire."""

from typing import Any

from rest_framework import serializers

from needs.models import Currency
from needs.models.annex import MOST, TEXTS
from wire.fields import TextField


def _text(name: str) -> Any:
    return TextField(max_length=TEXTS[name], required=False, allow_blank=True)


def _whole(least: int, most: int) -> Any:
    return serializers.IntegerField(min_value=least, max_value=most, required=False, allow_null=True)


class AnnexEdit(serializers.Serializer[None]):
    """What an annex is to say; what is left out stays."""

    local_problem = _text("local_problem")
    users_count = _whole(0, MOST)
    sites_count = _whole(0, MOST)
    current_solution = _text("current_solution")
    current_supplier = _text("current_supplier")
    current_contract_end = serializers.DateField(required=False, allow_null=True)
    annual_cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    currency = serializers.ChoiceField(Currency.choices, required=False, allow_blank=True)
    integrations = _text("integrations")
    deviations = _text("deviations")
    must_haves = _text("must_haves")
    readiness = _whole(1, 5)
    confidence = _whole(1, 5)
    domain_owner = _text("domain_owner")
    next_confirm_on = serializers.DateField(required=False)


class ApprovalInput(serializers.Serializer[None]):
    """Who at the authority approved the annex, and when."""

    approved_by = TextField(max_length=200)
    approved_on = serializers.DateField()
