"""Customers with points, for tests of loyalty."""

from datetime import timedelta

from storage.points import PointsEntry
from storage.vocabulary import Language, PointsKind
from tests.desk import Desk
from tests.handlers.chat.customer_side import IVY, Talker

LANGUAGES = tuple(Language)


async def with_points(desk: Desk, points: int = 600, *, language: Language = Language.ENGLISH, user_id: int = IVY) -> Talker:
    """Return a customer who earned points by a purchase now, good for 100 days."""
    talker = Talker(desk, user_id, language)
    await talker.says("/start")
    customer = await talker.customer()
    await desk.keep(
        PointsEntry(
            customer_id=customer.id, kind=PointsKind.EARNED, points=points, cause=f"purchase:{user_id}", at=desk.at,
            expires_at=desk.at + timedelta(days=100),
        )
    )  # fmt: skip
    await talker.hears()
    return talker
