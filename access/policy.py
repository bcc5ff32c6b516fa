"""The permission table: every permission, every role, and which role holds which.

Printed to docs/permissions.md and compared in CI, so a change here is always seen.
"""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may be allowed to do, named NOUN_VERB."""

    NETWORK_READ = "network.read"
    NETWORK_CREATE = "network.create"
    NETWORK_EDIT = "network.edit"
    HEALTH_READ = "health.read"
    MEMBERSHIP_READ = "membership.read"
    MEMBERSHIP_MANAGE = "membership.manage"
    SEAT_MANAGE = "seat.manage"
    SEAT_NUDGE = "seat.nudge"
    SEAT_LEAVE = "seat.leave"
    SEAT_HAND_OVER = "seat.hand_over"
    DEPUTY_NAME = "deputy.name"
    INVITATION_READ = "invitation.read"
    INVITATION_SEND = "invitation.send"
    INVITATION_ACCEPT = "invitation.accept"
    JOURNAL_READ = "journal.read"
    CONTENT_SEARCH = "content.search"
    ROOM_READ = "room.read"
    ROOM_OPEN = "room.open"
    MESSAGE_READ = "message.read"
    MESSAGE_POST = "message.post"
    MESSAGE_MODERATE = "message.moderate"
    MEMBERS_ONLY_READ = "members_only.read"
    PRIVATE_ZONE_USE = "private_zone.use"
    DOCUMENT_READ = "document.read"
    DOCUMENT_CREATE = "document.create"
    DOCUMENT_EDIT = "document.edit"
    DOCUMENT_SHARE = "document.share"
    COMMENT_WRITE = "comment.write"
    COMMENT_MODERATE = "comment.moderate"
    FILE_READ = "file.read"
    FILE_STORE = "file.store"
    FILE_MODERATE = "file.moderate"
    NEED_READ = "need.read"
    NEED_OPEN = "need.open"
    NEED_EDIT = "need.edit"
    NEED_MANAGE = "need.manage"
    NEED_SHARE = "need.share"
    NEED_REVIEW = "need.review"
    ANNEX_WRITE = "annex.write"
    DEMAND_READ = "demand.read"
    DEMAND_DECLARE = "demand.declare"
    DEMAND_COORDINATE = "demand.coordinate"
    ANALYSIS_READ = "analysis.read"
    ANALYSIS_MANAGE = "analysis.manage"
    ANALYSIS_REVIEW = "analysis.review"
    FINDING_ADD = "finding.add"
    DECISION_READ = "decision.read"
    DECISION_OPEN = "decision.open"
    DECISION_ANSWER = "decision.answer"
    DECISION_MANAGE = "decision.manage"
    DECISION_SIGN = "decision.sign"
    SIGNATORY_INVITE = "signatory.invite"
    RECORDS_EXPORT = "records.export"
    REMINDER_ANSWER = "reminder.answer"
    TASK_READ = "task.read"
    TASK_GIVE = "task.give"
    TASK_FINISH = "task.finish"
    TASK_MANAGE = "task.manage"
    PROFILE_EDIT = "profile.edit"
    TOKEN_MANAGE = "token.manage"  # noqa: S105 - a permission, not a secret
    EMPLOYMENT_START = "employment.start"
    EMPLOYMENT_MANAGE = "employment.manage"
    ACCOUNT_OPEN = "account.open"
    AUTHORITY_REGISTER = "authority.register"
    SITE_ROLE_GIVE = "site_role.give"
    PERSON_ANONYMISE = "person.anonymise"
    CLOCK_TICK = "clock.tick"


class Scope(StrEnum):
    """Where a role is held."""

    SITE = "site"
    AUTHORITY = "authority"
    NETWORK = "network"
    SELF = "self"


class Role(StrEnum):
    """A role a person, or the clock, acts in."""

    COORDINATOR = "coordinator"
    STEERING = "steering"
    MEMBER = "member"
    OBSERVER = "observer"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    REGISTRATOR = "registrator"
    INVITED = "invited"
    SIGNATORY = "signatory"
    FACILITATOR = "facilitator"
    PERSON = "person"
    CLOCK = "clock"

    @property
    def sentence(self) -> str:
        """What the role means, in one English sentence for people."""
        return SENTENCES[self]

    @property
    def scope(self) -> Scope:
        """Where the role is held."""
        return SCOPES[self]


SENTENCES: dict[Role, str] = {
    Role.COORDINATOR: "Holds one network together: invites, opens rooms, follows up.",
    Role.STEERING: "Sits on the steering group of a network for a member authority.",
    Role.MEMBER: "Works in a network for a member authority.",
    Role.OBSERVER: "Reads what a network shares, and writes nothing.",
    Role.EXPERT: "An external expert with a seat that ends by itself.",
    Role.ADMINISTRATOR: "Decides which people work for one authority.",
    Role.REGISTRATOR: "Keeps the records of one authority, across its networks.",
    Role.INVITED: "Holds an open invitation from one authority, and may take it up.",
    Role.SIGNATORY: "Reads and signs one question for one authority, by a personal link and a one-time code.",
    Role.FACILITATOR: "Supports many networks for the agency, and reads no content.",
    Role.PERSON: "Anyone signed in, acting on what is their own.",
    Role.CLOCK: "The product itself, keeping time or run by its operator.",
}

SCOPES: dict[Role, Scope] = {
    Role.COORDINATOR: Scope.NETWORK,
    Role.STEERING: Scope.NETWORK,
    Role.MEMBER: Scope.NETWORK,
    Role.OBSERVER: Scope.NETWORK,
    Role.EXPERT: Scope.NETWORK,
    Role.ADMINISTRATOR: Scope.AUTHORITY,
    Role.REGISTRATOR: Scope.AUTHORITY,
    Role.INVITED: Scope.AUTHORITY,
    Role.SIGNATORY: Scope.AUTHORITY,
    Role.FACILITATOR: Scope.SITE,
    Role.PERSON: Scope.SELF,
    Role.CLOCK: Scope.SITE,
}

SEAT_ROLES = tuple(role for role, scope in SCOPES.items() if scope is Scope.NETWORK)

_READ = frozenset(
    {
        Permission.NETWORK_READ,
        Permission.MEMBERSHIP_READ,
        Permission.SEAT_LEAVE,
        Permission.SEAT_HAND_OVER,
        Permission.DEPUTY_NAME,
        Permission.JOURNAL_READ,
        Permission.CONTENT_SEARCH,
        Permission.ROOM_READ,
        Permission.MESSAGE_READ,
        Permission.DOCUMENT_READ,
        Permission.FILE_READ,
        Permission.NEED_READ,
        Permission.DEMAND_READ,
        Permission.ANALYSIS_READ,
        Permission.DECISION_READ,
        Permission.TASK_READ,
    }
)

_WRITE = _READ | {
    Permission.MESSAGE_POST,
    Permission.DOCUMENT_CREATE,
    Permission.DOCUMENT_EDIT,
    Permission.COMMENT_WRITE,
    Permission.FILE_STORE,
    Permission.ANALYSIS_REVIEW,
    Permission.FINDING_ADD,
    Permission.REMINDER_ANSWER,
    Permission.TASK_GIVE,
    Permission.TASK_FINISH,
}

_MEMBER = _WRITE | {
    Permission.ROOM_OPEN,
    Permission.MEMBERS_ONLY_READ,
    Permission.PRIVATE_ZONE_USE,
    Permission.DOCUMENT_SHARE,
    Permission.NEED_OPEN,
    Permission.NEED_EDIT,
    Permission.NEED_SHARE,
    Permission.ANNEX_WRITE,
    Permission.DEMAND_DECLARE,
    Permission.ANALYSIS_MANAGE,
    Permission.DECISION_ANSWER,
    Permission.SIGNATORY_INVITE,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: _MEMBER
    | {
        Permission.NETWORK_EDIT,
        Permission.HEALTH_READ,
        Permission.MEMBERSHIP_MANAGE,
        Permission.SEAT_MANAGE,
        Permission.SEAT_NUDGE,
        Permission.INVITATION_READ,
        Permission.INVITATION_SEND,
        Permission.MESSAGE_MODERATE,
        Permission.COMMENT_MODERATE,
        Permission.FILE_MODERATE,
        Permission.NEED_MANAGE,
        Permission.NEED_REVIEW,
        Permission.DEMAND_COORDINATE,
        Permission.TASK_MANAGE,
        Permission.DECISION_OPEN,
        Permission.DECISION_MANAGE,
    },
    Role.STEERING: _MEMBER | {Permission.HEALTH_READ, Permission.DECISION_OPEN, Permission.NEED_REVIEW},
    Role.MEMBER: _MEMBER,
    Role.OBSERVER: _READ,
    Role.EXPERT: _WRITE,
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.EMPLOYMENT_START,
            Permission.EMPLOYMENT_MANAGE,
            Permission.SIGNATORY_INVITE,
            Permission.RECORDS_EXPORT,
        }
    ),
    # Both answer for what the authority holds: one hands records out, the other says who may.
    Role.REGISTRATOR: frozenset({Permission.PRIVATE_ZONE_USE, Permission.RECORDS_EXPORT}),
    Role.INVITED: frozenset(
        {Permission.ACCOUNT_OPEN, Permission.EMPLOYMENT_START, Permission.INVITATION_ACCEPT}
    ),
    Role.SIGNATORY: frozenset({Permission.DECISION_SIGN}),
    Role.FACILITATOR: frozenset(
        {
            Permission.NETWORK_CREATE,
            Permission.NETWORK_READ,
            Permission.HEALTH_READ,
            Permission.AUTHORITY_REGISTER,
        }
    ),
    Role.PERSON: frozenset({Permission.PROFILE_EDIT, Permission.TOKEN_MANAGE}),
    Role.CLOCK: frozenset(
        {
            Permission.CLOCK_TICK,
            Permission.ACCOUNT_OPEN,
            Permission.AUTHORITY_REGISTER,
            Permission.EMPLOYMENT_START,
            Permission.EMPLOYMENT_MANAGE,
            Permission.SITE_ROLE_GIVE,
            Permission.PERSON_ANONYMISE,
        }
    ),
}
