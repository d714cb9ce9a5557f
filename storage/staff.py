"""Staff members and the one-time invitations that make them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.padding import padded
from storage.vocabulary import Language, Role


class StaffMember(SQLModel, table=True):
    """A person who works at the desk; `removed_at` ends every right at once.

    `here_at` and `away_at` are when they said so last (one of the two is empty), `shift` is as a supervisor wrote it, `languages`
    and `teams` (none: all) are words with spaces between. `given_at` is when the desk itself gave them a ticket last. `alias` is their name for customers.
    """

    __tablename__ = "staff_member"

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    user_id: int = Field(unique=True, sa_type=BigId)
    name: str = Field(max_length=200)
    username: str | None = Field(default=None, max_length=64)
    role: Role = Field(sa_type=word(Role, "role"))
    language: Language = Field(sa_type=word(Language, "language"))
    added_at: datetime
    added_by: int | None = Field(default=None, sa_type=BigId)
    removed_at: datetime | None = None
    here_at: datetime | None = None
    away_at: datetime | None = None
    away_until: datetime | None = None
    away_reason: str | None = Field(default=None, max_length=120)
    shift: str | None = Field(default=None, max_length=200)
    languages: str | None = Field(default=None, max_length=40)
    given_at: datetime | None = None
    alias: str | None = Field(default=None, max_length=40)
    teams: str | None = Field(default=None, max_length=500)


class StaffInvitation(SQLModel, table=True):
    """A link that makes one person a staff member, once; only the token's hash is kept."""

    __tablename__ = "staff_invitation"

    token_hash: str = Field(primary_key=True, max_length=64)
    role: Role = Field(sa_type=word(Role, "role"))
    created_by: int = Field(sa_type=BigId)
    created_at: datetime
    expires_at: datetime
    used_by: int | None = Field(default=None, sa_type=BigId)
    used_at: datetime | None = None


async def find_staff(session: Session, *, user_ids: Collection[int]) -> Sequence[StaffMember]:
    """Return the active staff members among these Telegram users."""
    statement = select(StaffMember).where(col(StaffMember.user_id).in_(padded(user_ids)), col(StaffMember.removed_at).is_(None))
    return (await session.execute(statement)).scalars().all()


async def find_staff_among(session: Session, *, user_ids: Collection[int]) -> set[int]:
    """Return those of these Telegram users who are active staff members."""
    if not user_ids:
        return set()
    statement = select(col(StaffMember.user_id)).where(
        col(StaffMember.user_id).in_(padded(user_ids)), col(StaffMember.removed_at).is_(None)
    )
    return set((await session.execute(statement)).scalars().all())


async def find_staff_member(session: Session, *, user_id: int) -> StaffMember | None:
    """Return the staff member of a Telegram user, removed or not."""
    statement = select(StaffMember).where(col(StaffMember.user_id) == user_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def find_staff_by_id(session: Session, staff_id: int) -> StaffMember | None:
    """Return a staff member by our own id, removed or not."""
    return await session.get(StaffMember, staff_id)


async def get_staff(session: Session, staff_id: int) -> StaffMember:
    """Return a staff member by our own id, removed or not; raise LookupError when there is none."""
    member = await session.get(StaffMember, staff_id)
    if member is None:
        raise LookupError(f"no staff member {staff_id}")
    return member


async def list_staff(session: Session, *, roles: Collection[Role] = tuple(Role), limit: int = 200) -> Sequence[StaffMember]:
    """Return the active staff members with one of these roles, oldest first."""
    statement = (
        select(StaffMember)
        .where(col(StaffMember.removed_at).is_(None), col(StaffMember.role).in_(roles))
        .order_by(col(StaffMember.added_at), col(StaffMember.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def find_staff_by_ids(session: Session, staff_ids: Collection[int]) -> Sequence[StaffMember]:
    """Return the staff members with these ids of our own, removed or not, in no order."""
    return (await session.execute(select(StaffMember).where(col(StaffMember.id).in_(staff_ids)))).scalars().all()


async def find_invitation(session: Session, *, token_hash: str) -> StaffInvitation | None:
    """Return the invitation with this token's hash, used or not."""
    return await session.get(StaffInvitation, token_hash)


async def find_staff_by_username(session: Session, username: str) -> Sequence[StaffMember]:
    """Return the active staff members last seen with this username (without @, in any case), oldest first."""
    statement = (
        select(StaffMember)
        .where(col(StaffMember.removed_at).is_(None), func.lower(col(StaffMember.username)) == username.lower())
        .order_by(col(StaffMember.added_at), col(StaffMember.id))
        .limit(2)
    )
    return (await session.execute(statement)).scalars().all()


async def claim_invitation(session: Session, *, token_hash: str, used_by: int, at: datetime) -> bool:
    """Use an invitation up; False when somebody was faster."""
    await session.flush()
    statement = (
        update(StaffInvitation)
        .where(col(StaffInvitation.token_hash) == token_hash, col(StaffInvitation.used_at).is_(None))
        .values(used_by=used_by, used_at=at)
        .returning(col(StaffInvitation.token_hash))
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None
