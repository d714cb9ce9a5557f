"""Macros: what follows a reply is done in the order tags, priority, status; what cannot be done is told."""

import pytest

from crm.canned_replies import add_reply, get_reply, send_reply, set_steps
from crm.macros import StepsRefused, steps_of
from crm.refusals import Refusal
from crm.rules.macros import Steps
from crm.ticket_marks import MOST_TAGS, TooManyTags, WordIsNoTag
from crm.ticket_notices import StaffWrote
from crm.ticket_states import TicketCannotBecome
from storage.audit import AuditEvent
from storage.canned_replies import CannedReply
from storage.staff import StaffMember
from storage.ticket_tags import TicketTag
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Afterwards, Language, Priority, TicketStatus
from tests.scene import Scene

ALL = Steps(Afterwards.SOLVE, Priority.HIGH, ("#Refund", "refund", "money"), ("waiting",))


async def macro(scene: Scene, boss: StaffMember, steps: Steps) -> None:
    async with scene.database.begin() as session:
        await add_reply(session, by=boss, key="refund", language=Language.ENGLISH, text="Dear {name}", at=scene.at)
        await set_steps(session, by=boss, key="refund", steps=steps, at=scene.at)


async def sent(scene: Scene, ticket: Ticket, by: StaffMember) -> Ticket:
    async with scene.database.begin() as session:
        await send_reply(
            session, at_hand=await get_reply(session, key="refund"), ticket=await get_ticket(session, ticket.id), by=by, chat_id=-1,
            message_id=7, reply_to_id=None, at=scene.at, business=scene.business, tell=scene.tell,
        )  # fmt: skip
    async with scene.database.read() as session:
        return await get_ticket(session, ticket.id)


async def tags_on(scene: Scene) -> list[str]:
    return [row.tag for row in await scene.rows(TicketTag)]


async def test_tags_priority_and_status_follow_the_reply(scene: Scene) -> None:
    boss = await scene.staff()
    await macro(scene, boss, ALL)
    [reply] = await scene.rows(CannedReply)
    assert steps_of(reply) == Steps(Afterwards.SOLVE, Priority.HIGH, ("refund", "money"), ("waiting",))
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.OPEN)
    await scene.keep(TicketTag(ticket_id=ticket.id, tag="waiting"), TicketTag(ticket_id=ticket.id, tag="tea"))
    now = await sent(scene, ticket, boss)
    assert (now.status, now.priority) == (TicketStatus.SOLVED, Priority.HIGH)
    assert await tags_on(scene) == ["money", "refund", "tea"]
    assert scene.told_of(StepsRefused) == []
    [noted] = [row for row in await scene.rows(AuditEvent) if row.act == "reply.afterwards_set"]
    assert noted.after == {"afterwards": "solve", "priority": "high", "tags_on": "refund money", "tags_off": "waiting"}
    assert [row.used for row in await scene.rows(CannedReply)] == [1]


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        (Afterwards.PENDING, TicketStatus.PENDING),
        (Afterwards.ON_HOLD, TicketStatus.ON_HOLD),
        (Afterwards.CLOSE, TicketStatus.CLOSED),
        (Afterwards.SOLVE, TicketStatus.SOLVED),
    ],
)
async def test_each_status_may_follow(scene: Scene, wanted: Afterwards, status: TicketStatus) -> None:
    boss = await scene.staff()
    await macro(scene, boss, Steps(wanted))
    assert (await sent(scene, await scene.ticket(await scene.customer(), status=TicketStatus.NEW), boss)).status is status


async def test_what_the_ticket_does_not_allow_is_told_and_the_rest_is_done(scene: Scene) -> None:
    boss = await scene.staff()
    await macro(scene, boss, Steps(Afterwards.PENDING, Priority.LOW, ("refund",)))
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.PENDING)
    await scene.keep(*(TicketTag(ticket_id=ticket.id, tag=f"t{number}") for number in range(MOST_TAGS)))
    now = await sent(scene, ticket, boss)
    assert (now.status, now.priority) == (TicketStatus.PENDING, Priority.LOW)
    assert len(scene.told_of(StaffWrote)) == 1
    [told] = scene.told_of(StepsRefused)
    assert (told.key, [type(each) for each in told.refusals]) == ("refund", [TooManyTags, TicketCannotBecome])
    assert "refund" not in await tags_on(scene)


@pytest.mark.parametrize(
    ("steps", "refusal"),
    [
        (Steps(tags_on=("a/b",)), WordIsNoTag),
        (Steps(tags_off=("a/b",)), WordIsNoTag),
        (Steps(tags_on=tuple(f"t{number}" for number in range(MOST_TAGS + 1))), TooManyTags),
        (Steps(tags_off=tuple(f"t{number}" for number in range(MOST_TAGS + 1))), TooManyTags),
    ],
)
async def test_what_is_no_tag_is_refused_when_the_macro_is_made(scene: Scene, steps: Steps, refusal: type[Refusal]) -> None:
    boss = await scene.staff()
    await macro(scene, boss, Steps(Afterwards.CLOSE))
    with pytest.raises(refusal):
        async with scene.database.begin() as session:
            await set_steps(session, by=boss, key="refund", steps=steps, at=scene.at)
    assert [steps_of(row) for row in await scene.rows(CannedReply)] == [Steps(Afterwards.CLOSE)]
