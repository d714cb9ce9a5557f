"""The audit: who of the staff changed what, and how it was before. Rows are added and never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import JSON, Index, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session

Facts = Mapping[str, str | int | bool | None]


class AuditEvent(SQLModel, table=True):
    """One act that changed something. `staff_id` is None when no person did it; `before` and `after` hold what differs."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_ticket_id_id", "ticket_id", "id"),
        Index("ix_audit_event_staff_id_id", "staff_id", "id"),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff_member.id", sa_type=BigId)
    act: str = Field(max_length=40)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)
    subject: str | None = Field(default=None, max_length=120)
    before: dict[str, str | int | bool | None] = Field(sa_type=JSON)
    after: dict[str, str | int | bool | None] = Field(sa_type=JSON)


async def list_audit_events(
    session: Session, *, ticket_id: int | None = None, staff_id: int | None = None, before_id: int | None = None, limit: int = 20
) -> Sequence[AuditEvent]:
    """Return acts, newest first: on a ticket, by a staff member, or all; those before an id when one is given."""
    statement = select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(limit)
    if ticket_id is not None:
        statement = statement.where(col(AuditEvent.ticket_id) == ticket_id)
    if staff_id is not None:
        statement = statement.where(col(AuditEvent.staff_id) == staff_id)
    if before_id is not None:
        statement = statement.where(col(AuditEvent.id) < before_id)
    return (await session.execute(statement)).scalars().all()
