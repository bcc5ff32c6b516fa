"""Shapes of people, authorities, employment, and the keys that open the doors."""

from accounts.models.authorities import Authority, AuthorityKind
from accounts.models.employment import Employment, EmploymentRole
from accounts.models.keys import ApiToken, SocketTicket, TokenScope
from accounts.models.people import Language, SiteRole, User
from accounts.models.tallies import Tally

__all__ = [
    "ApiToken",
    "Authority",
    "AuthorityKind",
    "Employment",
    "EmploymentRole",
    "Language",
    "SiteRole",
    "SocketTicket",
    "Tally",
    "TokenScope",
    "User",
]
