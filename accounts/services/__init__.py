"""Every change to people, authorities, employment and keys."""

from accounts.services.authorities import AuthorityRow, register_authorities, register_authority
from accounts.services.employment import end_employment, start_employment
from accounts.services.keys import create_token, forget_spent_tickets, issue_ticket, revoke_token
from accounts.services.people import anonymise_person, change_profile, give_site_role, open_account

__all__ = [
    "AuthorityRow",
    "anonymise_person",
    "change_profile",
    "create_token",
    "end_employment",
    "forget_spent_tickets",
    "give_site_role",
    "issue_ticket",
    "open_account",
    "register_authorities",
    "register_authority",
    "revoke_token",
    "start_employment",
]
