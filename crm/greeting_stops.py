"""Greeting stops: staff decide that a customer shall not be greeted, for example after a bereavement."""

from datetime import datetime

from crm.audit import note_act
from crm.permissions import require_role
from crm.refusals import Refusal
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Role


class AlreadyUngreeted(Refusal):
    """No greetings go to the customer already; fact: `name`."""


class AlreadyGreeted(Refusal):
    """Nobody stopped the greetings of the customer; fact: `name`."""


async def stop_greetings(session: Session, *, customer: Customer, by: StaffMember, at: datetime) -> None:
    """Let no birthday or anniversary of a customer be greeted until that is taken back. Raises NotAllowed and AlreadyUngreeted."""
    require_role(by, Role.AGENT)
    if customer.ungreeted_since is not None:
        raise AlreadyUngreeted(name=customer.name)
    _note(session, "customer.greetings_stopped", customer, by, at, is_greeted=False)
    customer.ungreeted_since = at
    session.add(customer)


async def resume_greetings(session: Session, *, customer: Customer, by: StaffMember, at: datetime) -> None:
    """Let a customer be greeted again. What the customer switched off stays off. Raises NotAllowed and AlreadyGreeted."""
    require_role(by, Role.AGENT)
    if customer.ungreeted_since is None:
        raise AlreadyGreeted(name=customer.name)
    _note(session, "customer.greetings_resumed", customer, by, at, is_greeted=True)
    customer.ungreeted_since = None
    session.add(customer)


def _note(session: Session, act: str, customer: Customer, by: StaffMember, at: datetime, *, is_greeted: bool) -> None:
    note_act(session, act=act, by=by, at=at, subject=str(customer.id), before={"greeted": not is_greeted}, after={"greeted": is_greeted})
