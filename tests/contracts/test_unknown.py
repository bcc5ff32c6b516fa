"""What is not known passes a check in SQL: so each says of what may be missing what that means."""

from typing import cast

import pytest
from django.apps import apps
from django.db import models

from tests.contracts.test_never import ROOMS

CHECKS = [
    constraint
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, models.CheckConstraint)
]


def unknown(model: type[models.Model], condition: models.Q) -> set[str]:
    """Fields whose absence makes a condition unknown, which a check lets pass without anybody saying so."""
    found, said = set(), set()
    for part in condition.children:
        if isinstance(part, models.Q):
            found |= unknown(model, part)
            continue
        lookup, value = cast("tuple[str, object]", part)
        name, _, how = lookup.partition("__")
        if how == "isnull" or value is None:
            # False settles an AND, and true an OR, whatever the other parts are.
            said |= {name} if (value in (True, None)) == (condition.connector == models.Q.OR) else set()
        elif model._meta.get_field(name).null:
            found.add(name)
    return found - said


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_no_check_is_passed_by_what_is_not_known(check: models.CheckConstraint) -> None:
    model = next(model for model in apps.get_models() if check in model._meta.constraints)

    assert unknown(model, cast("models.Q", check.condition)) == set()
