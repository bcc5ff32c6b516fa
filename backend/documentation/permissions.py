"""docs/permissions.md: who may do what."""

from access.policy import GRANTS, Permission, Role
from backend.documentation.tables import WRITTEN, table


def permissions_document() -> str:
    """Roles with their sentences, then every permission by every role."""
    roles = table(["Role", "Held", "What it means"], [[role, _held(role), role.sentence] for role in Role])
    matrix = table(
        ["Permission", *Role],
        [[permission, *(_mark(permission, role) for role in Role)] for permission in Permission],
    )
    return f"""# Who may do what

{WRITTEN}
The table itself is `access/policy.py`; a verb's first line asks for its permission.

## Roles

{roles}

## Permissions

{matrix}
"""


def _held(role: Role) -> str:
    return {
        "site": "on the whole site",
        "authority": "at one authority",
        "network": "in one network",
        "self": "by oneself",
    }[role.scope]


def _mark(permission: Permission, role: Role) -> str:
    return "yes" if permission in GRANTS[role] else ""
