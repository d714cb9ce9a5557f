"""Numbers that people read: drawn one after another, never twice."""

from sqlalchemy import update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session


class Counter(SQLModel, table=True):
    """The last number drawn under a name."""

    name: str = Field(primary_key=True, max_length=32)
    value: int = Field(sa_type=BigId)


async def draw_numbers(session: Session, *, name: str, count: int = 1) -> range:
    """Return `count` new numbers; a rolled back transaction gives its numbers back.

    Raises LookupError when no counter has that name (the migrations lay them).
    """
    statement = update(Counter).where(col(Counter.name) == name).values(value=Counter.value + count).returning(col(Counter.value))
    last = (await session.execute(statement)).scalar_one_or_none()
    if last is None:
        raise LookupError(f"no counter named {name}")
    return range(last - count + 1, last + 1)
