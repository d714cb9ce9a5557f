"""Bans for tests: a customer with a ticket, and one whom an owner has banned there."""

from dataclasses import replace
from typing import Any

from storage.tickets import Ticket
from storage.vocabulary import Language
from tests.desk import OWNER, Desk
from tests.handlers.chat.customer_side import IVY, Talker
from tests.handlers.chat.staff_side import ticket_of, topic_of

MAX = 3002
NAME = f"Person{IVY}"
NEVER = "lifted by hand"


async def on_ticket(desk: Desk, language: Language = Language.ENGLISH) -> tuple[Talker, Ticket]:
    """Return a customer with a ticket that stands in the staff group."""
    await desk.has_staff_group()
    ticket = await ticket_of(desk, language=language.value)
    ivy = Talker(desk, language=language)
    await ivy.hears()
    return ivy, ticket


async def banned(desk: Desk, terms: str = "") -> tuple[Talker, Ticket]:
    """Return a customer whom an owner has just banned in the topic of their ticket."""
    ivy, ticket = await on_ticket(desk)
    await desk.says_in_group(OWNER, f"/ban {terms}".strip(), topic=topic_of(ticket))
    return ivy, ticket


def strict(desk: Desk, **changes: Any) -> Desk:
    """Return the desk of a business that bans by other rules."""
    return desk.of(replace(desk.business, bans=replace(desk.business.bans, **changes)))
