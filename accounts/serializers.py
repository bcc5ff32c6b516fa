"""Shapes on the wire."""

from typing import Any

from rest_framework import serializers

from accounts.models import ApiToken, Authority, TokenScope
from accounts.models.keys import both_scopes
from wire.fields import TextField


class AuthorityRead(serializers.ModelSerializer[Authority]):
    """A public body; `org_number` without separators, by the rules of its country."""

    org_number = serializers.CharField(source="number")

    class Meta:
        model = Authority
        fields = ("id", "name", "org_number", "unit", "kind", "country")


class TokenInput(serializers.Serializer[Any]):
    """What a program sends for a token."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    name = TextField(max_length=100, default="API")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenScope.choices),
        allow_empty=False,
        max_length=2,
        default=both_scopes,
    )


class TokenRead(serializers.ModelSerializer[ApiToken]):
    """A token as its person recognises it; never its secret."""

    class Meta:
        model = ApiToken
        fields = ("id", "name", "prefix", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at")


class TokenCreatedRead(serializers.Serializer[Any]):
    """A new token, with its secret for the only time."""

    id = serializers.UUIDField()
    token = serializers.CharField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class TicketRead(serializers.Serializer[Any]):
    """A ticket for one socket, as `?ticket=`."""

    ticket = serializers.CharField()
    expires_at = serializers.DateTimeField()
