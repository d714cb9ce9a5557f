"""Figures of campaigns: what is counted for whom, and when a difference is real."""

from datetime import timedelta
from typing import Any

from crm.campaign_figures import LEAST_COMPARED, are_enough, bought_more, figure, figured_at, list_unfigured, tally_of
from crm.campaign_texts import click_campaign, set_buttons
from crm.campaigns import figure_again, pause_campaign, resume_campaign, stop_campaign
from crm.outcomes import Blocked, Unknown
from crm.privacy import set_consent
from crm.repairs import give_up_message, send_again
from crm.rules.campaigns import CampaignButton
from storage.campaigns import Campaign, CampaignRecipient, lock_campaign
from storage.customers import Customer
from storage.database import Session
from storage.interactions import keep_interaction
from storage.outbox import OutboxMessage, queue_message
from storage.vocabulary import Author, CampaignState, ConsentKind, Direction, InteractionKind, Lane, Language, OutboxState, Variant
from tests.campaign_side import begin, buys, campaign_of, composed, crowd, owner_of, run, sent, states
from tests.desk import Desk

HALVES: dict[str, Any] = {"b_percent": 30, "control_percent": 30, "texts": ((Variant.A, Language.ENGLISH), (Variant.B, Language.ENGLISH))}


async def variants(desk: Desk) -> dict[Variant, list[int]]:
    """Return who is in which variant."""
    found: dict[Variant, list[int]] = {variant: [] for variant in Variant}
    for row in await desk.rows(CampaignRecipient, CampaignRecipient.customer_id):
        found[row.variant].append(row.customer_id)
    return found


def says(desk: Desk, session: Session, number: int, kind: InteractionKind = InteractionKind.INQUIRY) -> None:
    """A customer writes, or presses and commands where the kind says so."""
    keep_interaction(session, kind=kind, direction=Direction.IN, author=Author.CUSTOMER, at=desk.at, customer_id=number)


async def test_each_thing_that_happens_is_counted_for_its_variant(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, *range(1, 41))
    number = await composed(desk, **HALVES)
    async with desk.database.begin() as session:
        await set_buttons(
            session, campaign_id=number, variant=Variant.A, language=Language.ENGLISH, buttons=[CampaignButton("Yes")], by=await owner_of(desk),
            at=desk.at,
        )  # fmt: skip
    async with desk.database.begin() as session:
        says(desk, session, 1)  # before the message: no reply to it
    await begin(desk, number)
    desk.later(minutes=1)
    await desk.deliver()
    await run(desk)
    desk.later(minutes=1)
    who = await variants(desk)
    first, second, third = who[Variant.A][:3]
    async with desk.database.begin() as session:
        for each in (first, second):
            says(desk, session, each)
        says(desk, session, third, InteractionKind.SYSTEM)
        customer = await session.get(Customer, first)
        assert customer is not None
        await set_consent(session, customer=customer, kind=ConsentKind.CAMPAIGNS, granted=False, at=desk.at)
        await click_campaign(
            session, campaign_id=number, variant=Variant.A, language=Language.ENGLISH, place=0, customer=customer, staff=None, at=desk.at
        )
    for each in (*who[Variant.A][:4], who[Variant.CONTROL][0]):
        await buys(desk, each)
    await buys(desk, who[Variant.B][0], hours=1)  # before the campaign began
    desk.later(hours=7)
    await run(desk)
    figures = (await campaign_of(desk, number)).figures
    counted = {name: figure(figures, Variant.A, name) for name in ("sent", "delivered", "clicked", "replied", "opted_out", "bought")}
    assert counted == {
        "sent": len(who[Variant.A]), "delivered": len(who[Variant.A]), "clicked": 1, "replied": 2, "opted_out": 1, "bought": 4,
    }  # fmt: skip
    assert figure(figures, Variant.B, "bought") == 0
    assert [figure(figures, Variant.CONTROL, name) for name in ("listed", "sent", "bought")] == [len(who[Variant.CONTROL]), 0, 1]


async def test_blocked_and_unsent_are_told_apart(desk: Desk) -> None:
    await crowd(desk, 1)
    await crowd(desk, 2, zone="America/Los_Angeles")
    number = await sent(desk)
    await desk.deliver(answers={"sendMessage": Blocked("Forbidden: bot was blocked by the user")})
    desk.later(minutes=16)
    await run(desk)
    figures = (await campaign_of(desk, number)).figures
    assert [figure(figures, Variant.A, name) for name in ("listed", "sent", "blocked", "waiting")] == [2, 1, 1, 1]


async def test_figures_are_made_every_quarter_of_an_hour_while_it_is_sent_and_then_every_six_hours_until_the_purchases_are_known(
    desk: Desk,
) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    begun = desk.at
    moments = []
    for minutes in (0, 5, 10, 1):
        desk.later(minutes=minutes)
        await run(desk)
        moments.append((await campaign_of(desk, number)).figured_at)
    assert moments == [begun, begun, begun + timedelta(minutes=15), begun + timedelta(minutes=15)]
    await desk.deliver()
    await run(desk)
    ended = (await campaign_of(desk, number)).figured_at
    moments = []
    for hours in (1, 4, 1, 1):
        desk.later(hours=hours)
        await run(desk)
        moments.append((await campaign_of(desk, number)).figured_at)
    assert ended is not None
    assert moments == [ended, ended, ended + timedelta(hours=6), ended + timedelta(hours=6)]
    desk.at = begun + timedelta(days=17, minutes=1)
    await run(desk)
    last = (await campaign_of(desk, number)).figured_at
    assert last == desk.at
    desk.later(days=1)
    await run(desk)
    assert (await campaign_of(desk, number)).figured_at == last


async def test_the_figures_of_a_campaign_to_very_many_are_made_less_often_while_it_is_sent(desk: Desk) -> None:
    await crowd(desk, 1, zone="America/Los_Angeles")
    number = await sent(desk)
    begun = desk.at
    async with desk.database.begin() as session:
        (await lock_campaign(session, number)).counted = {"zones": {"America/Los_Angeles": 40_000}, "control": 0}
    moments = []
    for minutes in (15, 44, 1):
        desk.later(minutes=minutes)
        await run(desk)
        moments.append((await campaign_of(desk, number)).figured_at)
    assert moments == [begun, begun, begun + timedelta(hours=1)]


async def test_before_it_begins_there_is_nothing_to_count(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await composed(desk)
    campaign = await campaign_of(desk, number)
    assert tally_of(campaign, business=desk.business) is None
    assert figure(campaign.figures, Variant.A, "sent") == 0
    async with desk.database.begin() as session:
        stopped = await session.get(Campaign, number)
        assert stopped is not None
        stopped.state = CampaignState.STOPPED
        await session.flush()
        assert await list_unfigured(session, at=desk.at, business=desk.business) == []


def test_a_difference_is_told_with_its_bounds_and_whether_it_is_real() -> None:
    figures = {"a": {"listed": 1000, "bought": 80}, "b": {"listed": 1000, "bought": 52}, "control": {"listed": 1000, "bought": 50}}
    real, open_ = bought_more(figures, Variant.A, Variant.CONTROL), bought_more(figures, Variant.B, Variant.CONTROL)
    assert real is not None
    assert open_ is not None
    assert (round(real.value, 1), real.is_real) == (3.0, True)
    assert (round(open_.value, 1), open_.is_real) == (0.2, False)
    assert bought_more({"a": {"listed": 10}}, Variant.A, Variant.CONTROL) is None
    assert bought_more(None, Variant.A, Variant.CONTROL) is None


def test_a_difference_of_a_handful_says_nothing_however_far_apart_they_are() -> None:
    few = {"a": {"listed": 3, "bought": 0}, "control": {"listed": 1, "bought": 1}}
    found = bought_more(few, Variant.A, Variant.CONTROL)
    assert found is not None
    assert found.is_real
    assert not are_enough(few, Variant.A, Variant.CONTROL)
    assert not are_enough({"a": {"listed": 500}, "control": {"listed": LEAST_COMPARED - 1}}, Variant.A, Variant.CONTROL)
    assert are_enough({"a": {"listed": 500}, "control": {"listed": LEAST_COMPARED}}, Variant.A, Variant.CONTROL)


async def test_figures_that_somebody_wants_long_afterwards_are_made_and_the_old_ones_stay_until_then(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1)
    number = await sent(desk)
    await desk.deliver()
    await run(desk)
    begun = desk.at
    desk.later(days=40)
    await run(desk)
    assert figured_at(await campaign_of(desk, number)) == begun
    await buys(desk, 1, days=39)  # the shop tells of it very late
    async with desk.database.begin() as session:
        await figure_again(session, campaign_id=number, by=await owner_of(desk), at=desk.at)
    waiting = await campaign_of(desk, number)
    assert (waiting.figured_at, figured_at(waiting), figure(waiting.figures, Variant.A, "delivered")) == (None, begun, 1)
    await run(desk)
    anew = await campaign_of(desk, number)
    assert (figured_at(anew), figure(anew.figures, Variant.A, "bought")) == (desk.at, 1)


async def test_a_campaign_that_was_paused_for_weeks_has_figures_when_it_goes_on_and_when_it_ends(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        await pause_campaign(session, campaign_id=number, by=by, at=desk.at)
    await run(desk)
    desk.later(days=40)
    async with desk.database.begin() as session:
        await resume_campaign(session, campaign_id=number, by=by, at=desk.at)
    await run(desk)
    await desk.deliver()
    await run(desk)
    done = await campaign_of(desk, number)
    assert (done.state, figured_at(done), figure(done.figures, Variant.A, "delivered")) == (CampaignState.DONE, desk.at, 1)


async def test_a_campaign_without_figures_has_no_moment_of_them(desk: Desk) -> None:
    await crowd(desk, 1)
    assert figured_at(await campaign_of(desk, await composed(desk))) is None


async def test_what_staff_send_again_counts_as_delivered_when_it_arrives(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await crowd(desk, 1, 2)
    number = await sent(desk)
    await desk.deliver(answers={"sendMessage": Unknown("timeout")})
    await run(desk)
    assert await states(desk, number) == {1: "failed", 2: "failed"}
    assert (await campaign_of(desk, number)).state is CampaignState.DONE
    desk.later(days=30)
    first, second = await desk.unsettled()
    by = await owner_of(desk)
    async with desk.database.begin() as session:
        await send_again(session, message_id=first.id, by=by, at=desk.at)
        await give_up_message(session, message_id=second.id, by=by, at=desk.at)
    await run(desk)
    assert await states(desk, number) == {1: "queued", 2: "failed"}
    await desk.deliver()
    await run(desk)
    assert await states(desk, number) == {1: "sent", 2: "failed"}
    figures = (await campaign_of(desk, number)).figures
    assert [figure(figures, Variant.A, name) for name in ("delivered", "failed")] == [1, 1]


async def test_what_staff_send_again_and_then_gives_up(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    await desk.deliver(answers={"sendMessage": Unknown("timeout")})
    await run(desk)
    by = await owner_of(desk)
    for settle in (send_again, give_up_message):
        [message] = await desk.unsettled()
        async with desk.database.begin() as session:
            await settle(session, message_id=message.id, by=by, at=desk.at)
        await desk.deliver(answers={"sendMessage": Unknown("timeout")})
    await run(desk)
    assert await states(desk, number) == {1: "failed"}


async def test_what_staff_send_again_of_a_stopped_campaign_is_not_taken_back(desk: Desk) -> None:
    await crowd(desk, 1)
    await crowd(desk, 2, zone="America/Los_Angeles")
    number = await sent(desk)
    await desk.deliver(answers={"sendMessage": Unknown("timeout")})
    await run(desk)
    by = await owner_of(desk)
    [message] = await desk.unsettled()
    async with desk.database.begin() as session:
        await stop_campaign(session, campaign_id=number, by=by, at=desk.at)
        await send_again(session, message_id=message.id, by=by, at=desk.at)
    await run(desk)
    await desk.deliver()
    await run(desk)
    assert await states(desk, number) == {1: "sent", 2: "planned"}


async def test_other_messages_that_staff_send_again_are_no_campaigns(desk: Desk) -> None:
    by = await owner_of(desk)
    keys = ("campaign:404:1:1", "visit:7", None)
    async with desk.database.begin() as session:
        for key in keys:
            queue_message(session, method="sendMessage", payload={"chat_id": 1}, lane=Lane.BULK, at=desk.at, chat_id=1, dedupe_key=key)
    async with desk.database.begin() as session:
        for row in await desk.queued():
            (await session.get_one(OutboxMessage, row.id)).state = OutboxState.PARKED
        await session.flush()
        for row in await desk.queued():
            await send_again(session, message_id=row.id, by=by, at=desk.at)
    assert {row.state for row in await desk.queued()} == {OutboxState.QUEUED}
