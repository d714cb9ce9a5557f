"""Plans of visits that were made in the chat, and switches: which plans somebody has switched off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, delete, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, word
from storage.database import Session
from storage.vocabulary import VisitReason, VisitWay


class VisitPlanSwitch(SQLModel, table=True):
    """How a plan was switched last; a plan without a row runs."""

    __tablename__ = "visit_plan_switch"

    plan: str = Field(primary_key=True, max_length=20)
    is_off: bool
    staff_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    at: datetime


class ChatPlan(SQLModel, table=True):
    """A plan that a supervisor made in the chat. It always has a switch too, because it begins switched off."""

    __tablename__ = "visit_plan"

    key: str = Field(primary_key=True, max_length=20)
    occasion: VisitReason = Field(sa_type=word(VisitReason, "occasion"))
    way: VisitWay = Field(sa_type=word(VisitWay, "way"))
    steps: list[dict[str, Any]] = Field(sa_type=JSON)
    kinds: list[str] = Field(sa_type=JSON)
    categories: list[str] = Field(sa_type=JSON)
    tiers: list[str] = Field(sa_type=JSON)
    made_by: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    at: datetime


async def find_plan_switch(session: Session, *, plan: str) -> VisitPlanSwitch | None:
    """Return how a plan was switched last."""
    return await session.get(VisitPlanSwitch, plan)


async def find_chat_plan(session: Session, *, key: str) -> ChatPlan | None:
    """Return the plan of the chat with this key."""
    return await session.get(ChatPlan, key)


async def find_switched_plans(session: Session) -> Sequence[tuple[VisitPlanSwitch, ChatPlan | None]]:
    """Return how plans were switched last, by their keys, with those of the chat, of which each has a switch."""
    statement = (
        select(VisitPlanSwitch, ChatPlan)
        .outerjoin(ChatPlan, col(ChatPlan.key) == col(VisitPlanSwitch.plan))
        .order_by(col(VisitPlanSwitch.plan))
    )
    return [(switch, plan) for switch, plan in await session.execute(statement)]


async def delete_chat_plan(session: Session, *, plan: ChatPlan) -> None:
    """Delete a plan of the chat and its switch."""
    await session.execute(delete(VisitPlanSwitch).where(col(VisitPlanSwitch.plan) == plan.key))
    await session.delete(plan)
    await session.flush()
