"""Bans: who may ban whom and for how long, one at a time, and nothing unasked to those who are banned."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from crm.bans import (
    LONGEST_REASON,
    AlreadyBanned,
    BanBeyondRole,
    BanLifted,
    CustomerBanned,
    NotBanned,
    StaffNotBanned,
    ban_by_rule,
    ban_customer,
    ban_to_tell,
    get_standing_ban,
    is_shut_out,
    lift_ban,
)
from crm.permissions import NotAllowed
from crm.rules.bans import FOR_EVER
from storage.audit import AuditEvent
from storage.bans import Ban, count_standing_bans, list_standing_bans
from storage.customers import Customer
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Role, TicketStatus
from tests.scene import Scene

HOUR = timedelta(hours=1)


async def bans(
    scene: Scene,
    by: StaffMember,
    *,
    span: timedelta | None = None,
    reason: str | None = None,
    ticket: Ticket | None = None,
    number: int = 1,
    agent_hours: int = 24,
) -> Ban:
    """A staff member bans a customer, now."""
    business = replace(scene.business, bans=replace(scene.business.bans, agent_hours=agent_hours))
    async with scene.database.begin() as session:
        customer = await session.get_one(Customer, number)
        return await ban_customer(
            session, customer=customer, span=span, reason=reason, by=by, ticket=ticket, at=scene.at, business=business, tell=scene.tell
        )


async def lifts(scene: Scene, by: StaffMember, ban: Ban) -> Customer:
    """A staff member lifts a ban, now."""
    async with scene.database.begin() as session:
        return await lift_ban(session, ban=await session.get_one(Ban, ban.id), by=by, at=scene.at, tell=scene.tell)


async def customer_1(scene: Scene) -> Customer:
    """The customer as they are kept."""
    async with scene.database.read() as session:
        return await session.get_one(Customer, 1)


async def test_a_ban_is_kept_with_who_why_and_until_when_and_told(scene: Scene) -> None:
    await scene.customer()
    olivia = await scene.staff()
    ban = await bans(scene, olivia, span=2 * HOUR, reason="spam " * 100)
    [kept] = await scene.rows(Ban)
    assert (kept.customer_id, kept.staff_id, kept.rule, kept.started_at, kept.ends_at) == (
        1,
        olivia.id,
        None,
        scene.at,
        scene.at + 2 * HOUR,
    )
    assert len(kept.reason) == LONGEST_REASON
    assert (await customer_1(scene)).banned_until == scene.at + 2 * HOUR
    assert [(notice.ban.id, notice.customer.id, notice.by) for notice in scene.told_of(CustomerBanned)] == [(ban.id, 1, olivia)]
    [noted] = await scene.rows(AuditEvent)
    assert (noted.act, noted.staff_id, noted.subject, noted.ticket_id, noted.before) == (
        "customer.banned",
        olivia.id,
        "1",
        None,
        {"banned": False},
    )
    assert noted.after == {"banned": True, "until": (scene.at + 2 * HOUR).isoformat(), "reason": kept.reason}


async def test_a_ban_without_an_end_stands_until_it_is_lifted(scene: Scene) -> None:
    await scene.customer()
    olivia = await scene.staff()
    ban = await bans(scene, olivia)
    assert (await customer_1(scene)).banned_until == FOR_EVER
    scene.later(days=3000)
    assert is_shut_out(await customer_1(scene), staff=None, at=scene.at)
    assert not is_shut_out(await customer_1(scene), staff=olivia, at=scene.at)
    await lifts(scene, olivia, ban)
    assert not is_shut_out(await customer_1(scene), staff=None, at=scene.at)
    [kept] = await scene.rows(Ban)
    assert (kept.lifted_at, kept.lifted_by, kept.ends_at) == (scene.at, olivia.id, None)
    assert [(notice.customer.id, notice.by) for notice in scene.told_of(BanLifted)] == [(1, olivia)]
    assert [(row.act, row.before, row.after) for row in await scene.rows(AuditEvent)][1] == (
        "customer.unbanned",
        {"banned": True},
        {"banned": False},
    )


async def test_a_second_ban_waits_for_the_end_of_the_first(scene: Scene) -> None:
    await scene.customer()
    olivia = await scene.staff()
    first = await bans(scene, olivia, span=HOUR)
    with pytest.raises(AlreadyBanned) as refused:
        await bans(scene, olivia)
    assert refused.value.facts == {"name": "Lin Yue", "number": 1}
    scene.later(hours=1)
    second = await bans(scene, olivia, span=HOUR)
    assert [row.id for row in await scene.rows(Ban)] == [first.id, second.id]
    with pytest.raises(NotBanned):
        await lifts(scene, olivia, first)
    assert (await customer_1(scene)).banned_until == scene.at + HOUR


async def test_two_who_ban_at_once_set_one_ban(scene: Scene) -> None:
    await scene.customer()
    olivia, max_ = await scene.staff(), await scene.staff(Role.SUPERVISOR, user_id=3002, name="Max")
    results = await asyncio.gather(bans(scene, olivia), bans(scene, max_, span=HOUR), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyBanned", "Ban"]
    assert len(await scene.rows(Ban)) == len(await scene.rows(AuditEvent)) == 1


async def test_two_who_lift_at_once_lift_once(scene: Scene) -> None:
    await scene.customer()
    olivia, max_ = await scene.staff(), await scene.staff(Role.SUPERVISOR, user_id=3002, name="Max")
    ban = await bans(scene, olivia)
    results = await asyncio.gather(lifts(scene, olivia, ban), lifts(scene, max_, ban), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Customer", "NotBanned"]
    assert len(scene.told_of(BanLifted)) == 1


async def test_agents_ban_the_customer_of_their_ticket_for_a_while(scene: Scene) -> None:
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.OPEN)
    await scene.customer(2)
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    with pytest.raises(BanBeyondRole) as refused:
        await bans(scene, anna, span=25 * HOUR, ticket=ticket)
    assert refused.value.facts == {"hours": 24}
    for number, on, hours in ((1, None, 24), (2, ticket, 24), (1, ticket, 0)):
        with pytest.raises(NotAllowed) as not_allowed:
            await bans(scene, anna, number=number, ticket=on, agent_hours=hours)
        assert not_allowed.value.facts == {"role": "supervisor"}
    assert await scene.rows(Ban) == []
    await bans(scene, anna, ticket=ticket)
    [kept] = await scene.rows(Ban)
    assert kept.ends_at == scene.at + 24 * HOUR
    assert [row.ticket_id for row in await scene.rows(AuditEvent)] == [ticket.id]


async def test_agents_lift_their_own_bans_only(scene: Scene) -> None:
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.OPEN)
    olivia = await scene.staff()
    anna, chen = await scene.staff(Role.AGENT, user_id=2001, name="Anna"), await scene.staff(Role.AGENT, user_id=2002, name="Chen")
    ban = await bans(scene, anna, span=HOUR, ticket=ticket)
    with pytest.raises(NotAllowed):
        await lifts(scene, chen, ban)
    await lifts(scene, anna, ban)
    ban = await bans(scene, olivia)
    with pytest.raises(NotAllowed):
        await lifts(scene, anna, ban)
    assert (await customer_1(scene)).banned_until == FOR_EVER


async def test_nobody_of_the_staff_is_banned_but_who_has_left_may_be(scene: Scene) -> None:
    await scene.customer()
    olivia, lin = await scene.staff(), await scene.staff(Role.AGENT, user_id=1001, name="Lin")
    with pytest.raises(StaffNotBanned) as refused:
        await bans(scene, olivia)
    assert refused.value.facts == {"name": "Lin Yue"}
    async with scene.database.begin() as session:
        customer = await session.get_one(Customer, 1)
        assert await ban_by_rule(session, customer=customer, rule="r", span=None, at=scene.at, tell=scene.tell) is None
    async with scene.database.begin() as session:
        (await session.get_one(StaffMember, lin.id)).removed_at = scene.at
    await bans(scene, olivia)
    assert len(await scene.rows(Ban)) == 1


async def test_somebody_without_a_contact_can_be_banned(scene: Scene) -> None:
    await scene.customer(has_contact=False)
    await bans(scene, await scene.staff())
    assert len(await scene.rows(Ban)) == 1


async def test_a_rule_bans_once_and_nobody_of_the_staff_did_it(scene: Scene) -> None:
    await scene.customer()
    for _ in range(2):
        async with scene.database.begin() as session:
            customer = await session.get_one(Customer, 1)
            await ban_by_rule(session, customer=customer, rule="casino", span=HOUR, at=scene.at, tell=scene.tell)
    [kept] = await scene.rows(Ban)
    assert (kept.rule, kept.staff_id, kept.ends_at) == ("casino", None, scene.at + HOUR)
    assert [(row.staff_id, row.after["rule"]) for row in await scene.rows(AuditEvent)] == [(None, "casino")]
    assert [notice.by for notice in scene.told_of(CustomerBanned)] == [None]


async def test_a_ban_is_told_once(scene: Scene) -> None:
    await scene.customer()
    ban = await bans(scene, await scene.staff(), span=HOUR)
    told = []
    for _ in range(2):
        async with scene.database.begin() as session:
            told.append(await ban_to_tell(session, customer=await session.get_one(Customer, 1), at=scene.at))
    assert [each.id if each else None for each in told] == [ban.id, None]
    scene.later(hours=1)
    async with scene.database.begin() as session:
        customer = await session.get_one(Customer, 1)
        assert await ban_to_tell(session, customer=customer, at=scene.at) is None
        with pytest.raises(NotBanned):
            await get_standing_ban(session, customer=customer, at=scene.at)


async def test_bans_that_stand_are_listed_newest_first(scene: Scene) -> None:
    olivia = await scene.staff()
    for number in range(1, 6):
        await scene.customer(number)
        await bans(scene, olivia, number=number, span=number * HOUR)
    scene.later(hours=1)
    async with scene.database.read() as session:
        newest = await list_standing_bans(session, at=scene.at, limit=3)
        assert [customer.id for _, customer in newest] == [5, 4, 3]
        older = await list_standing_bans(session, at=scene.at, before_id=newest[-1][0].id, limit=3)
        assert [customer.id for _, customer in older] == [2]
        assert await count_standing_bans(session, at=scene.at) == 4
