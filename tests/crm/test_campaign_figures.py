"""Figures of campaigns: what is counted for whom, and when a difference is real."""

from datetime import timedelta
from typing import Any

from crm.campaign_figures import bought_more, figure, list_unfigured, tally_of
from crm.campaign_texts import click_campaign, set_buttons
from crm.outcomes import Blocked
from crm.privacy import set_consent
from crm.rules.campaigns import CampaignButton
from storage.campaigns import Campaign, CampaignRecipient
from storage.customers import Customer
from storage.database import Session
from storage.interactions import keep_interaction
from storage.vocabulary import Author, CampaignState, ConsentKind, Direction, InteractionKind, Language, Variant
from tests.campaign_side import begin, buys, campaign_of, composed, crowd, owner_of, run, sent
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
    desk.later(minutes=16)
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


async def test_figures_are_made_every_quarter_of_an_hour_until_the_purchases_are_known(desk: Desk) -> None:
    await crowd(desk, 1)
    number = await sent(desk)
    begun = desk.at
    moments = []
    for minutes in (0, 5, 10, 1):
        desk.later(minutes=minutes)
        await run(desk)
        moments.append((await campaign_of(desk, number)).figured_at)
    assert moments == [begun, begun, begun + timedelta(minutes=15), begun + timedelta(minutes=15)]
    desk.at = begun + timedelta(days=17, minutes=1)
    await run(desk)
    last = (await campaign_of(desk, number)).figured_at
    assert last == desk.at
    desk.later(days=1)
    await run(desk)
    assert (await campaign_of(desk, number)).figured_at == last


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
