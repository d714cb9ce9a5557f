"""What tests of several staff groups begin with: teams, and groups that are theirs."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from crm.business import GroupRules, Team
from crm.rules.assignment import AssignmentMode
from crm.rules.teams import Route
from crm.tickets import open_ticket
from storage.customers import Contact, get_customer
from storage.groups import GroupChat
from storage.interactions import Interaction
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Direction, Language, Role, Severity, TicketKind
from tests.desk import OWNER, Desk
from tests.handlers.chat.staff_side import CUSTOMER, fresh

PARCELS_GROUP = -1001000000011
SECOND_GROUP = -1001000000012
BEN = 2002
PARCELS = Team("parcels", en="Parcels", zh="物流", route=Route("parcels", categories=frozenset({"delivery"})))
EXPERTS = Team("experts", en="Experts", zh="专家", route=Route("experts"))


def with_teams(desk: Desk, *, mode: AssignmentMode = AssignmentMode.OFF, **rules: Any) -> Desk:
    """The same desk with two teams in its business file."""
    business = desk.business
    return desk.of(
        replace(
            business,
            teams=(PARCELS, EXPERTS),
            groups=replace(GroupRules(most_topics=500, busy_posts=15, delete_topics_after_days=0), **rules),
            assignment=replace(business.assignment, mode=mode),
        )
    )


async def has_group(desk: Desk, chat_id: int, *, team: str | None = None, title: str = "Parcels desk", **facts: Any) -> None:
    """Give the desk one more staff group."""
    facts = {"is_forum": True, "is_member": True, "may_manage_topics": True, "may_delete_messages": True} | facts
    desk.later(seconds=1)
    await desk.keep(
        GroupChat(chat_id=chat_id, title=title, team=team, added_by=OWNER, staff_group_since=desk.at, known_at=desk.at, **facts)
    )


async def has_ben(desk: Desk, *, teams: str | None = None, role: Role = Role.AGENT) -> None:
    """Give the desk one more agent."""
    await desk.keep(
        StaffMember(user_id=BEN, name="Ben", username="ben", role=role, language=Language.ENGLISH, added_at=desk.at, teams=teams)
    )


async def ticket_about(
    desk: Desk, category: str = "delivery", *, user_id: int = CUSTOMER, words: str = "Where is my parcel?", delivers: bool = True
) -> Ticket:
    """A customer writes, and a ticket of this category is made of it and shown."""
    await desk.says(user_id, words)
    async with desk.database.begin() as session:
        contact = (await session.execute(select(Contact).where(col(Contact.address) == str(user_id)))).scalar_one()
        said = select(col(Interaction.id)).where(
            col(Interaction.customer_id) == contact.customer_id, col(Interaction.direction) == Direction.IN
        )
        newest = (await session.execute(said.order_by(col(Interaction.id).desc()).limit(1))).scalar_one()
        ticket = await open_ticket(
            session, customer=await get_customer(session, contact.customer_id), kind=TicketKind.INQUIRY, category=category,
            severity=Severity.MEDIUM, interaction_ids=[newest], at=desk.at, business=desk.business, tell=desk.tell(session),
        )  # fmt: skip
    if delivers:
        await desk.deliver()
    return await fresh(desk, ticket)


def posts_in(desk: Desk, chat_id: int, *, methods: Collection[str] = ()) -> list[tuple[str, dict[str, Any]]]:
    """What was done in a chat so far, as Telegram got it."""
    return [(method, payload) for method, payload in desk.calls if payload.get("chat_id") == chat_id and (not methods or method in methods)]
