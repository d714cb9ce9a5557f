"""Consents: which unasked messages a customer has switched off or on again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, word
from storage.database import Session
from storage.vocabulary import ConsentKind


class Consent(SQLModel, table=True):
    """What a customer said last of one kind of unasked message; who said nothing has not switched it off."""

    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=BigId)
    kind: ConsentKind = Field(primary_key=True, sa_type=word(ConsentKind, "kind"))
    granted: bool
    at: datetime


async def find_consent(session: Session, *, customer_id: int, kind: ConsentKind) -> Consent | None:
    """Return what a customer said last of this kind of message."""
    return await session.get(Consent, (customer_id, kind))


async def find_refusing(session: Session, *, kind: ConsentKind, customer_ids: Collection[int]) -> set[int]:
    """Return the numbers of those customers who have switched this kind of message off."""
    if not customer_ids:
        return set()
    statement = select(col(Consent.customer_id)).where(
        col(Consent.kind) == kind, col(Consent.granted).is_(False), col(Consent.customer_id).in_(customer_ids)
    )
    return set((await session.execute(statement)).scalars().all())
