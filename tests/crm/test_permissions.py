"""Permissions: a role may do all that the roles below it may."""

import pytest

from crm.permissions import NotAllowed, is_allowed, require_role
from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.conftest import NOON


def member(role: Role, *, is_removed: bool = False) -> StaffMember:
    """Return a staff member."""
    return StaffMember(
        user_id=1, name="Olivia", role=role, language=Language.ENGLISH, added_at=NOON, removed_at=NOON if is_removed else None
    )


@pytest.mark.parametrize("needed", Role)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_lower_roles_may(role: Role, needed: Role) -> None:
    order = [Role.OWNER, Role.SUPERVISOR, Role.AGENT]
    assert is_allowed(member(role), needed) is (order.index(role) <= order.index(needed))


def test_who_was_removed_and_who_never_was_there_may_do_nothing() -> None:
    for nobody in (None, member(Role.OWNER, is_removed=True)):
        with pytest.raises(NotAllowed) as refused:
            require_role(nobody, Role.AGENT)
        assert refused.value.facts == {"role": "agent"}


def test_who_may_is_returned() -> None:
    owner = member(Role.OWNER)
    assert require_role(owner, Role.SUPERVISOR) is owner
