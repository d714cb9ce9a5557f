"""Races of a start: people go on writing while the staff group becomes what the settings say."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.delivery.mouth import Mouth
from bot.settings import Settings
from bot.settling import Settling
from bot.wiring import Parts, build_mouth, build_parts
from crm.notices import Notice, Tell
from crm.outcomes import Outcome, Sent
from crm.ticket_notices import CustomerWrote
from storage.database import Session
from storage.groups import GroupChat
from storage.tickets import Ticket
from tests.desk import BOT_USERNAME, OWNER, TOKEN, Desk
from tests.handlers.chat.group_side import SECOND_GROUP
from tests.handlers.chat.staff_side import CUSTOMER, ticket_of
from tests.races.overlaps import takes_update
from tests.races.rivals import PATIENCE, until_somebody_waits

SETTINGS = Settings(_env_file=None, bot_token=SecretStr(TOKEN), owners=(OWNER,), staff_chat=SECOND_GROUP)
ANSWERS: dict[str, Any] = {
    "getChat": {"id": SECOND_GROUP, "title": "Second desk", "is_forum": True},
    "getChatMember": {"status": "administrator", "can_manage_topics": True, "can_delete_messages": True},
}


class Answering(Mouth):
    """Is answered as the messenger would."""

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Return the answer."""
        return Sent(message_id=None, result=ANSWERS[method])


def parts_of(desk: Desk) -> Parts:
    """Return the parts of a program, not started."""
    parts = build_parts(
        SETTINGS, business=desk.business, database=desk.database, mouth=build_mouth(SETTINGS), username=BOT_USERNAME, now=lambda: desk.at
    )
    return replace(parts, make_tell=lambda session, _at: desk.tell(session))


class Writing:
    """A customer who writes on a ticket, which is written and not committed until somebody waits for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.has_written = asyncio.Event()

    def make_tell(self, session: Session, _at: datetime) -> Tell:
        """Return the function that tells facts."""
        tell = self._desk.tell(session)

        async def tell_then(notice: Notice) -> None:
            await tell(notice)
            if isinstance(notice, CustomerWrote):
                await session.flush()
                self.has_written.set()
                await until_somebody_waits(self._desk)

        return tell_then


async def test_a_customer_who_writes_while_a_start_moves_the_tickets_does_not_end_the_program(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await ticket_of(desk)
    desk.later(minutes=1)
    writing = Writing(desk)
    writes = asyncio.create_task(takes_update(desk, desk.private_message(CUSTOMER, "And my cup"), writing.make_tell))
    async with asyncio.timeout(PATIENCE):
        await writing.has_written.wait()
    mouth = Answering(token=TOKEN, api="http://localhost", connections=1)
    settling = Settling(SETTINGS, mouth=mouth, database=desk.database, now=lambda: desk.at, stop=asyncio.Event())
    await settling.settle_when_possible(parts_of(desk))
    await writes
    await desk.deliver()
    [ticket] = await desk.rows(Ticket)
    assert (ticket.topic_chat_id, ticket.topic_id is not None) == (SECOND_GROUP, True)
    assert [group.chat_id for group in await desk.rows(GroupChat, GroupChat.chat_id) if group.staff_group_since] == [SECOND_GROUP]
    assert any("And my cup" in payload.get("text", "") for _, payload in desk.calls if payload.get("chat_id") == SECOND_GROUP)
