"""Switches of visit plans: which plans of the business file somebody has switched off."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session


class VisitPlanSwitch(SQLModel, table=True):
    """How a plan was switched last; a plan without a row runs."""

    __tablename__ = "visit_plan_switch"

    plan: str = Field(primary_key=True, max_length=20)
    is_off: bool
    staff_id: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    at: datetime


async def find_plan_switch(session: Session, *, plan: str) -> VisitPlanSwitch | None:
    """Return how a plan was switched last."""
    return await session.get(VisitPlanSwitch, plan)


async def find_plans_off(session: Session) -> set[str]:
    """Return the keys of the plans that are switched off."""
    return set((await session.execute(select(col(VisitPlanSwitch.plan)).where(col(VisitPlanSwitch.is_off).is_(True)))).scalars().all())
