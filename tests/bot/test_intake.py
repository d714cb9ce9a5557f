"""Intake: every update is handled once, set aside whole, or stays with Telegram."""

import asyncio

import pytest
from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import Message

from bot.intake import ATTEMPTS, Intake, NotTaken
from bot.retrying import retry_failed_updates
from crm.business import Business
from crm.refusals import Refusal
from handlers.chat.dispatching import ChatIdentity, Dispatching
from handlers.chat.turn import Turn
from storage.customers import Customer
from storage.database import Database
from storage.interactions import Interaction
from storage.updates import FailedUpdate, ProcessedUpdate
from tests.conftest import NOON
from tests.desk import BOT_ID, BOT_USERNAME, OWNER, TOKEN, Desk


class SurveyExpired(Refusal):
    """A refusal whose words exist; what it refuses is of no matter here."""


class Mended(Filter):
    """Fits once the fault is mended."""

    is_mended = False

    async def __call__(self, message: Message) -> bool:
        """Tell whether the fault is mended."""
        return self.is_mended


class Faults:
    """A desk with one topic of its own: /fail fails, /refuse refuses after it changed something, all else is answered."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.attempts = 0
        self.mended = Mended()
        router = Router()
        router.message.register(self.answer, self.mended)
        router.message.register(self.fail, Command("fail"))
        router.message.register(self.refuse_late, Command("refuse"))
        router.message.register(self.answer)
        identity = ChatIdentity(bot_id=BOT_ID, username=BOT_USERNAME, owners=(OWNER,))
        desk.dispatching = Dispatching(token=TOKEN, identity=identity, business=desk.business, phrasebook=desk.phrasebook, router=router)
        desk.intake = Intake(database=desk.database, dispatching=desk.dispatching, bot_id=BOT_ID, now=lambda: desk.at)

    async def fail(self, message: Message, turn: Turn) -> None:
        """Fail after something was said."""
        self.attempts += 1
        turn.reply_text("must be rolled back")
        raise ZeroDivisionError

    async def refuse_late(self, message: Message, turn: Turn) -> None:
        """Refuse after the customer's name was changed, which must be rolled back."""
        turn.customer.name = "somebody else"
        turn.reply_text("must be rolled back")
        raise SurveyExpired(number=5, days=7)

    async def answer(self, message: Message, turn: Turn) -> None:
        """Answer."""
        turn.reply_text(f"heard {message.text}")


@pytest.fixture
def faults(desk_on_both: Desk) -> Faults:
    return Faults(desk_on_both)


async def test_an_update_that_comes_twice_is_handled_once(faults: Faults) -> None:
    desk = faults.desk
    update = desk.private_message(7, "hello") | {"update_id": 5}
    await desk.feed(update, update)
    await desk.feed(update)
    assert await desk.said_to(7) == ["heard hello"]
    assert [row.update_id for row in await desk.rows(ProcessedUpdate, ProcessedUpdate.update_id)] == [5]


async def test_one_update_that_fails_takes_no_other_along(faults: Faults) -> None:
    desk = faults.desk
    await desk.feed(desk.private_message(7, "before"), desk.private_message(8, "/fail"), desk.private_message(9, "after"))
    assert (await desk.said_to(7), await desk.said_to(9)) == (["heard before"], ["heard after"])
    (failed,) = await desk.rows(FailedUpdate)
    assert failed.raw["message"]["text"] == "/fail"
    assert "ZeroDivisionError" in failed.error
    assert faults.attempts == 1 + ATTEMPTS
    assert "must be rolled back" not in await desk.said_to(8)


async def test_the_writer_gets_an_apology_and_the_owners_an_alert(faults: Faults) -> None:
    desk = faults.desk
    await desk.has_staff_group()
    await desk.says(8, "hello")
    await desk.says(8, "/fail")
    assert await desk.last_said_to(8) == desk.phrase("update-failed")
    (failed,) = await desk.rows(FailedUpdate)
    assert await desk.last_said_to(OWNER) == desk.phrase("update-failed-alert", number=failed.update_id)


async def test_what_cannot_be_read_is_set_aside_at_once(faults: Faults) -> None:
    desk = faults.desk
    await desk.feed({"message": {"message_id": "x", "chat": {"id": 8, "type": "private"}}}, desk.private_message(9, "after"))
    (failed,) = await desk.rows(FailedUpdate)
    assert failed.raw["message"]["message_id"] == "x"
    assert await desk.said_to(9) == ["heard after"]


async def test_a_kind_of_update_that_nobody_knows_yet_is_confirmed(faults: Faults) -> None:
    desk = faults.desk
    await desk.feed({"update_id": 77, "telepathy": {"from": {"id": 8}}}, desk.private_message(9, "after"))
    assert await desk.rows(FailedUpdate) == []
    assert await desk.said_to(9) == ["heard after"]
    assert 77 in [row.update_id for row in await desk.rows(ProcessedUpdate, ProcessedUpdate.update_id)]


async def test_a_refusal_that_comes_late_forgets_what_was_changed(faults: Faults) -> None:
    desk = faults.desk
    await desk.feed(desk.private_message(7, "one"), desk.private_message(8, "/refuse"), desk.private_message(8, "two"))
    customer = await desk.row(Customer, name="Person8")
    assert customer.id
    assert await desk.said_to(8) == [desk.phrase("refusal-survey-expired", number=5, days=7), "heard two"]
    assert [row.text for row in await desk.rows(Interaction) if row.customer_id == customer.id and row.author == "customer"] == [
        "/refuse",
        "two",
    ]


async def test_a_mended_fault_lets_the_failed_update_through(faults: Faults) -> None:
    desk = faults.desk
    await desk.says(8, "/fail")
    assert await retry_failed_updates(desk.database, desk.dispatching, now=lambda: desk.at) == (0, 1)
    faults.mended.is_mended = True
    assert await retry_failed_updates(desk.database, desk.dispatching, now=lambda: desk.at) == (1, 0)
    assert await desk.last_said_to(8) == "heard /fail"
    assert await retry_failed_updates(desk.database, desk.dispatching, now=lambda: desk.at) == (0, 0)


async def test_updates_handed_over_one_by_one_share_transactions(faults: Faults) -> None:
    desk = faults.desk
    raws = [desk.private_message(100 + number, f"n{number}") | {"update_id": number + 1} for number in range(30)]
    await asyncio.gather(*[desk.intake.submit(raw) for raw in raws])
    assert len(await desk.rows(ProcessedUpdate, ProcessedUpdate.update_id)) == 30
    assert desk.intake.figures.batches < 10


async def test_without_a_database_the_updates_stay_with_telegram(business: Business, postgres_url: str) -> None:
    desk = Desk(database=Database("postgresql://nobody@127.0.0.1:9/none"), business=business, at=NOON)
    with pytest.raises(NotTaken):
        await desk.feed(desk.private_message(7, "hello"))
    with pytest.raises(NotTaken):
        await desk.intake.submit(desk.private_message(7, "hello") | {"update_id": 1})
    await desk.database.close()


async def test_a_hundred_people_write_at_once_and_each_is_a_customer_once(faults: Faults) -> None:
    desk = faults.desk
    await desk.feed(*[desk.private_message(1000 + number % 25, f"text {number}") for number in range(100)])
    assert len(await desk.rows(Customer)) == 25
    assert len(await desk.queued()) == 100
