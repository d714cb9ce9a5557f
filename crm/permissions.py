"""Permissions: what the row of the person who acts allows."""

from crm.refusals import Refusal
from storage.staff import StaffMember
from storage.vocabulary import Role

_RANKS = tuple(Role)
# Who is told of what goes wrong.
IN_CHARGE = (Role.OWNER, Role.SUPERVISOR)


class NotAllowed(Refusal):
    """The person has not the role that this needs; fact: `role`."""


def is_allowed(staff: StaffMember | None, role: Role) -> bool:
    """Tell whether somebody has this role or one that may do more. A removed staff member has none."""
    return staff is not None and staff.removed_at is None and _RANKS.index(staff.role) <= _RANKS.index(role)


def require_role(staff: StaffMember | None, role: Role) -> StaffMember:
    """Return the staff member when they have this role or one that may do more; raise NotAllowed otherwise."""
    if staff is None or not is_allowed(staff, role):
        raise NotAllowed(role=role.value)
    return staff
