"""Wiring: puts the parts of the running bot together."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.delivery.doubt import CarefulSpeaker
from bot.delivery.loop import IN_FLIGHT, Delivery
from bot.delivery.mouth import Mouth
from bot.delivery.pacing import Pacing
from bot.intake import Intake
from bot.phrasebook import Phrasebook
from bot.polling import Poller
from bot.settings import Settings
from crm.business import Business
from crm.deliveries import MakeTell
from crm.notices import Tell
from handlers.chat.dispatching import ChatIdentity, Dispatching
from storage.database import Database, Session

FREE_MESSAGES_PER_SECOND = 30


@dataclass(frozen=True)
class Parts:
    """The parts of a running bot."""

    database: Database
    dispatching: Dispatching
    intake: Intake
    mouth: Mouth
    delivery: Delivery
    poller: Poller
    make_tell: MakeTell


def build_dispatching(settings: Settings, *, business: Business, username: str) -> Dispatching:
    """Return the chat door."""
    identity = ChatIdentity(bot_id=settings.bot_id, username=username, owners=settings.owners)
    return Dispatching(token=settings.token, identity=identity, business=business, phrasebook=Phrasebook(business.texts))


def build_mouth(settings: Settings) -> Mouth:
    """Return what speaks to Telegram, not opened yet."""
    is_paid = settings.messages_per_second > FREE_MESSAGES_PER_SECOND
    return Mouth(token=settings.token, api=settings.bot_api, connections=IN_FLIGHT, is_paid=is_paid)


def build_parts(settings: Settings, *, business: Business, database: Database, mouth: Mouth, username: str, now: Clock) -> Parts:
    """Return the parts of a bot, wired but not started."""
    dispatching = build_dispatching(settings, business=business, username=username)

    def make_tell(session: Session, at: datetime) -> Tell:
        return dispatching.tell_with(dispatching.voice(session, at))

    delivery = Delivery(
        database=database, speaker=CarefulSpeaker(mouth), pacing=Pacing(per_second=settings.messages_per_second), cap=business.unasked,
        now=now, make_tell=make_tell,
    )  # fmt: skip
    intake = Intake(database=database, dispatching=dispatching, bot_id=settings.bot_id, now=now)
    return Parts(
        database=database,
        dispatching=dispatching,
        intake=intake,
        mouth=mouth,
        delivery=delivery,
        poller=Poller(token=settings.token, api=settings.bot_api, intake=intake),
        make_tell=make_tell,
    )
