"""Who acts, where and when: the first argument of every verb."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from access.policy import GRANTS, Permission, Role
from access.refusals import Barred, Forbidden, SignInNeeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, or the clock, with the roles held in one place at one moment.

    `now` is set at the door and is the only time that verbs and rules may use.
    """

    now: datetime
    user_id: UUID | None = None
    authority_id: UUID | None = None
    network_id: UUID | None = None
    roles: frozenset[Role] = frozenset()

    @classmethod
    def anonymous(cls, *, now: datetime) -> "Actor":
        """Nobody in particular: holds no permission."""
        return cls(now=now)

    @classmethod
    def person(cls, user_id: UUID, *, now: datetime, facilitator: bool = False) -> "Actor":
        """A signed-in person outside any network, with the site role if they have it."""
        site = {Role.FACILITATOR} if facilitator else set[Role]()
        return cls(now=now, user_id=user_id, roles=frozenset({Role.PERSON} | site))

    @classmethod
    def clock(cls, *, now: datetime) -> "Actor":
        """The product itself, in jobs."""
        return cls(now=now, roles=frozenset({Role.CLOCK}))

    def at_authority(self, authority_id: UUID, *, role: Role | None) -> "Actor":
        """The same person at an authority, with the role that the employment gives."""
        added = {role} if role else set[Role]()
        return replace(self, authority_id=authority_id, roles=self.roles | added)

    def in_network(
        self, network_id: UUID, *, authority_id: UUID | None = None, role: Role | None = None
    ) -> "Actor":
        """The same person in a network: in a seat with `role`, or on a site role alone."""
        added = {role} if role else set[Role]()
        return replace(self, network_id=network_id, authority_id=authority_id, roles=self.roles | added)

    @property
    def is_signed_in(self) -> bool:
        """Is there a person behind this actor?"""
        return self.user_id is not None

    @property
    def person_id(self) -> UUID:
        """The id of the person. Raises SignInNeeded where there is none."""
        if self.user_id is None:
            raise SignInNeeded
        return self.user_id

    @property
    def represents(self) -> UUID:
        """The id of the authority the person acts for. Raises Barred where there is none."""
        if self.authority_id is None:
            raise Barred("no_seat", "Only somebody who sits for an authority can do this.")
        return self.authority_id

    @property
    def has_seat(self) -> bool:
        """Does the person sit in the network that the actor stands in?"""
        return self.network_id is not None and self.authority_id is not None

    def can(self, permission: Permission) -> bool:
        """Does any role of the actor hold the permission?"""
        return any(permission in GRANTS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Go on only with the permission. Raises SignInNeeded or Forbidden."""
        if self.can(permission):
            return
        if not self.is_signed_in:
            raise SignInNeeded
        raise Forbidden(permission)
