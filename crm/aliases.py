"""Aliases: under which name staff speak to customers."""

from datetime import datetime
from typing import assert_never

from crm.audit import note_act
from crm.business import Business, StaffNames
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.names import clean_name
from storage.customers import Contact
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Role

LONGEST_ALIAS = 40


class AliasNotReadable(Refusal):
    """There is no name to be seen in it."""


async def choose_alias(session: Session, *, by: StaffMember, text: str | None, at: datetime) -> str | None:
    """Let a staff member be called by another name and return it; without a text by none. Raises NotAllowed, AliasNotReadable."""
    require_role(by, Role.AGENT)
    alias = None if text is None else clean_name(text, longest=LONGEST_ALIAS)
    if alias == "":
        raise AliasNotReadable
    note_act(session, act="staff.alias_chosen", by=by, at=at, subject=by.name, before={"alias": by.alias}, after={"alias": alias})
    by.alias = alias
    return alias


def shown_name(staff: StaffMember, business: Business) -> str | None:
    """Return the name under which a staff member speaks to customers; None when answers bear no name.

    Who has not chosen an alias speaks for the company: an own name is shown only where the business wants that.
    """
    match business.relay.staff_names:
        case StaffNames.NONE:
            return None
        case StaffNames.ALIAS:
            return staff.alias or business.company
        case StaffNames.COMPANY:
            return business.company
        case StaffNames.OWN:
            return staff.name
        case _:
            assert_never(business.relay.staff_names)


def speaks_now(contact: Contact, name: str) -> bool:
    """Tell whether another one speaks in a customer's chat than before, and remember who does."""
    is_another = contact.speaker != name
    contact.speaker = name
    return is_another
