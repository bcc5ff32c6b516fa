import pytest

from access.policy import GRANTS, SCOPES, SEAT_ROLES, SENTENCES, Permission, Role, Scope

WRITES = {
    Permission.MESSAGE_POST,
    Permission.ROOM_OPEN,
    Permission.DOCUMENT_CREATE,
    Permission.DOCUMENT_EDIT,
    Permission.DOCUMENT_SHARE,
    Permission.ANALYSIS_MANAGE,
    Permission.ANALYSIS_REVIEW,
    Permission.REMINDER_ANSWER,
}
CONTENT = {
    Permission.JOURNAL_READ,
    Permission.ROOM_READ,
    Permission.MESSAGE_READ,
    Permission.DOCUMENT_READ,
    Permission.ANALYSIS_READ,
    Permission.MEMBERSHIP_READ,
    Permission.MEMBERS_ONLY_READ,
    Permission.PRIVATE_ZONE_USE,
}


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_sentence_a_scope_and_grants(role: Role) -> None:
    assert role.sentence == SENTENCES[role]
    assert role.sentence.endswith(".")
    assert role.scope == SCOPES[role]
    assert GRANTS[role]


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_held_by_somebody_and_named_noun_dot_verb(permission: Permission) -> None:
    assert any(permission in held for held in GRANTS.values())
    assert permission.value.count(".") == 1
    assert permission.name == permission.value.replace(".", "_").upper()


def test_seats_carry_exactly_the_roles_of_the_network() -> None:
    assert SEAT_ROLES == (Role.COORDINATOR, Role.STEERING, Role.MEMBER, Role.OBSERVER, Role.EXPERT)


def test_an_observer_writes_nothing_and_sees_no_row_for_members_only() -> None:
    assert not GRANTS[Role.OBSERVER] & (WRITES | {Permission.MEMBERS_ONLY_READ, Permission.PRIVATE_ZONE_USE})


def test_an_expert_has_no_private_zone_and_reads_nothing_for_members_only() -> None:
    assert not GRANTS[Role.EXPERT] & {Permission.MEMBERS_ONLY_READ, Permission.PRIVATE_ZONE_USE}


def test_a_facilitator_reads_and_writes_no_content() -> None:
    assert not GRANTS[Role.FACILITATOR] & (CONTENT | WRITES)


def test_outside_a_network_no_role_writes_or_reads_content_but_a_registrator_in_the_private_zone() -> None:
    for role in Role:
        if role.scope is not Scope.NETWORK and role is not Role.REGISTRATOR:
            assert not GRANTS[role] & (CONTENT | WRITES), role


def test_only_the_coordinator_manages_people_of_a_network() -> None:
    manage = {Permission.SEAT_MANAGE, Permission.MEMBERSHIP_MANAGE, Permission.INVITATION_SEND}

    assert {role for role in Role if GRANTS[role] & manage} == {Role.COORDINATOR}


def test_the_clock_alone_ticks() -> None:
    assert {role for role in Role if Permission.CLOCK_TICK in GRANTS[role]} == {Role.CLOCK}
