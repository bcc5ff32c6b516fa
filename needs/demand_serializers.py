"""What demand takes on the wire."""

from typing import Any

from rest_framework import serializers

from needs.models import BudgetStatus, Commitment, Currency, Visibility
from wire.fields import TextField


def _quantity(**options: Any) -> Any:
    return serializers.DecimalField(max_digits=14, decimal_places=2, **options)


def _amount() -> Any:
    return serializers.DecimalField(
        max_digits=15, decimal_places=2, min_value=0, required=False, allow_null=True
    )


class ItemInput(serializers.Serializer[None]):
    """An item of a need's catalogue; its CPV code with or without the check digit."""

    name_sv = TextField(max_length=200)
    name_en = TextField(max_length=200)
    cpv = TextField(max_length=10)
    unit = TextField(max_length=40)


class ItemEdit(serializers.Serializer[None]):
    """What is to be corrected of an item; what is left out stays."""

    name_sv = TextField(max_length=200, required=False)
    name_en = TextField(max_length=200, required=False)
    cpv = TextField(max_length=10, required=False)
    unit = TextField(max_length=40, required=False)


class LineEdit(serializers.Serializer[None]):
    """What is to change of a line; what is left out stays, and nothing at all confirms it."""

    period_from = serializers.DateField(required=False)
    period_to = serializers.DateField(required=False)
    quantity_low = _quantity(required=False)
    quantity_mid = _quantity(required=False)
    quantity_high = _quantity(required=False)
    budget_low = _amount()
    budget_mid = _amount()
    budget_high = _amount()
    currency = serializers.ChoiceField(Currency.choices, required=False, allow_blank=True)
    price_year = serializers.IntegerField(min_value=1990, max_value=2100, required=False, allow_null=True)
    vat_included = serializers.BooleanField(required=False)
    budget_status = serializers.ChoiceField(BudgetStatus.choices, required=False)
    commitment = serializers.ChoiceField(Commitment.choices, required=False)
    decision_ref = TextField(max_length=200, required=False, allow_blank=True)
    decision_expected_on = serializers.DateField(required=False, allow_null=True)
    earliest_start = serializers.DateField(required=False)
    latest_start = serializers.DateField(required=False)
    place = TextField(max_length=5, required=False, allow_blank=True)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    valid_until = serializers.DateField(required=False)


class LineInput(LineEdit):
    """A new line; `item` is one of the need's catalogue."""

    item = serializers.UUIDField(source="item_id")
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    quantity_low = _quantity()
    quantity_mid = _quantity()
    quantity_high = _quantity()
    commitment = serializers.ChoiceField(Commitment.choices)
    earliest_start = serializers.DateField()


class VolumeInput(serializers.Serializer[None]):
    """What was bought; below zero to balance a mistake."""

    reference = TextField(max_length=200)
    quantity = _quantity()
    value = serializers.DecimalField(max_digits=15, decimal_places=2, required=False, allow_null=True)
    currency = serializers.ChoiceField(Currency.choices, required=False, allow_blank=True, default="")
    on_date = serializers.DateField()


class SnapshotInput(serializers.Serializer[None]):
    """A snapshot's name."""

    title = TextField(max_length=200)
