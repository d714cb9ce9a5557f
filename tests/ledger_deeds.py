"""Deeds: what is done to points at a desk, by the real actions; each says what must come of it, and does the same in the model."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.bonuses import reward_profile, reward_survey
from crm.coupons import CouponAlreadyUsed, use_coupon
from crm.gifts import give_birthday_points
from crm.points import NotEnoughPoints, adjust_points
from crm.purchases import PurchaseLine, Recorded, record_purchase, record_purchase_by_hand
from crm.refusals import Refusal
from crm.reversals import PurchaseAlreadyReversed, ReversalLine, reverse_imported_purchase, reverse_purchase
from crm.rewards import (
    Redeemed,
    StockTooSmall,
    VoucherAlreadyUsed,
    VoucherExpired,
    change_stock,
    redeem_reward,
    use_voucher,
)
from jobs.points import write_off_expired_points
from storage.customers import Customer, get_customer
from storage.job_runs import JobRun
from storage.vocabulary import JobName, JobResult
from tests.ledger_model import TIER_FACTOR, Bought, Gift, Taking
from tests.ledger_side import (
    BIRTHDAY,
    BROUGHT_BY,
    BROUGHT_ON,
    FRIEND,
    FRIEND_BROUGHT,
    PROFILE,
    REWARDS,
    SURVEY,
    ZONES,
    Deed,
    Had,
    Till,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def buys(till: Till, deed: Deed) -> None:
    """A purchase is imported, or told of by staff: of now, or of some days ago."""
    scene, who = till.scene, deed.who
    bought = Bought(who, f"A-{next(till.numbers)}", scene.at - timedelta(days=deed.number * 13 % 50 if deed.number % 3 == 0 else 0))
    factor = (TIER_FACTOR if till.ledgers[who].has_tier(bought.at, till.kept()) else 1) * (3 if deed.number % 5 == 0 else 1)
    points = (deed.number * 100 + 99) * factor // 100
    until = till.ledgers[who].good_until(bought.at, scene.business.points.expire_months)
    is_first = bought.at >= BROUGHT_ON and not any(each.who == who and each.at < BROUGHT_ON for each in till.bought)
    if until <= scene.at:
        points = 0
    line = PurchaseLine(
        customer=f"#{who}", amount=f"{deed.number}.99", currency="CNY", date=bought.at.isoformat(), reference=bought.reference,
        category="Tea" if deed.number % 5 == 0 else "",
    )  # fmt: skip
    recorded = await _recorded(till, line, by_hand=deed.number % 2 == 0)
    assert (recorded.is_new, recorded.points) == (True, points)
    till.bought.append(bought)
    if points:
        till.ledgers[who].changes.append(Gift(points, bought.at, until, bought.reference, is_earned=True))
    if who in BROUGHT_BY and who not in till.rewarded and is_first:
        till.rewarded[who] = bought.reference
        till.gives(BROUGHT_BY[who], FRIEND_BROUGHT, purchase=bought.reference)
        till.gives(who, FRIEND, purchase=bought.reference)
    again = await _recorded(till, line, by_hand=deed.number % 4 == 0)
    assert (again.is_new, again.points, again.purchase.id) == (False, 0, recorded.purchase.id)


async def _recorded(till: Till, line: PurchaseLine, *, by_hand: bool) -> Recorded:
    scene = till.scene
    async with scene.database.begin() as session:
        if by_hand:
            return await record_purchase_by_hand(session, line=line, by=await till.owner(session), at=scene.at, business=scene.business)
        return await record_purchase(session, line=line, at=scene.at, business=scene.business)


async def reverses(till: Till, deed: Deed) -> None:
    """A purchase of the customer is reversed by staff, or by an import; now and then one that was reversed before."""
    mine = [each for each in till.bought if each.who == deed.who]
    mine = [each for each in mine if not each.is_reversed or deed.number % 5 == 0] or mine
    if not mine:
        return
    bought = mine[deed.number % len(mine)]
    lost = 0
    if not bought.is_reversed:
        for who, ledger in till.ledgers.items():
            for gift in [each for each in ledger.changes if isinstance(each, Gift) and each.purchase == bought.reference]:
                if gift.until > till.scene.at:
                    ledger.changes.append(Taking(gift.points, till.scene.at, bought.reference))
                    lost += gift.points if who == bought.who else 0
    assert await _lost_by_reversal(till, bought, by_import=deed.number % 2 == 0) == lost
    bought.is_reversed = True
    if till.rewarded.get(bought.who) == bought.reference:
        del till.rewarded[bought.who]


async def _lost_by_reversal(till: Till, bought: Bought, *, by_import: bool) -> int:
    scene = till.scene
    async with scene.database.begin() as session:
        if by_import:
            line = ReversalLine(bought.reference)
            undone = await reverse_imported_purchase(session, line=line, at=scene.at, business=scene.business, tell=scene.tell)
            assert undone.is_new is not bought.is_reversed
            return undone.points
        owner = await till.owner(session)
        reversal = reverse_purchase(
            session, reference=bought.reference, reason="", by=owner, at=scene.at, business=scene.business, tell=scene.tell
        )
        if bought.is_reversed:
            with pytest.raises(PurchaseAlreadyReversed):
                await reversal
            return 0
        return (await reversal).points


async def redeems(till: Till, deed: Deed) -> None:
    """A customer confirms a reward, now and then for a second time."""
    who, reward = deed.who, REWARDS[deed.number % len(REWARDS)]
    mine = [each for each in till.vouchers if each.who == who]
    known = mine[deed.number % len(mine)] if mine and deed.number % 4 == 0 else None
    asked = known.asked if known else next(till.numbers)
    have = till.spendable(who)
    if known is None and (refusal := till.refusal_of(who, reward)) is not None:
        with pytest.raises(refusal):
            await _redeem(till, who, reward.key, asked)
        return
    redeemed = await _redeem(till, who, reward.key, asked)
    if known is not None:
        assert (redeemed.is_new, redeemed.voucher.id, redeemed.balance) == (False, known.voucher_id, have)
        return
    assert (redeemed.is_new, redeemed.balance) == (True, have - reward.points)
    till.takes(who, reward.points)
    till.tins -= 1 if reward.key == "tin" else 0
    voucher = redeemed.voucher
    last_day = till.scene.at.astimezone(SHANGHAI).date() + timedelta(days=reward.valid_days)
    until = datetime(last_day.year, last_day.month, last_day.day, tzinfo=SHANGHAI) + timedelta(days=1) if reward.valid_days else None
    assert voucher.expires_at == until
    till.vouchers.append(Had(voucher.id, who, reward.key, asked, until, voucher.coupon_id))


async def _redeem(till: Till, who: int, key: str, asked: int) -> Redeemed:
    scene = till.scene
    async with scene.database.begin() as session:
        return await redeem_reward(
            session, customer=await get_customer(session, who), reward_key=key, points=next(each.points for each in REWARDS if each.key == key),
            asked_id=asked, at=scene.at, business=scene.business, draw=till.draw, tell=scene.tell,
        )  # fmt: skip


async def is_shown(till: Till, deed: Deed) -> None:
    """A customer shows a voucher's code to staff, who take it once."""
    if not till.vouchers:
        return
    scene, had = till.scene, till.vouchers[deed.number % len(till.vouchers)]
    is_over = had.until is not None and had.until <= scene.at
    refusal: type[Refusal] | None = None
    if had.is_used:
        refusal = VoucherAlreadyUsed if had.coupon_id is None else CouponAlreadyUsed
    elif is_over:
        refusal = VoucherExpired
    async with scene.database.begin() as session:
        owner = await till.owner(session)
        taking = (
            use_voucher(session, voucher_id=had.voucher_id, by=owner, at=scene.at)
            if had.coupon_id is None
            else use_coupon(session, coupon_id=had.coupon_id, by=owner, at=scene.at)
        )
        if refusal is not None:
            with pytest.raises(refusal):
                await taking
            return
        assert (await taking).used_at == scene.at
    had.is_used = True


async def stocks(till: Till, deed: Deed) -> None:
    """The owner says how many tins there are, or how many more or fewer."""
    scene = till.scene
    count, is_change = [(deed.number % 4, False), (1, True), (-2, True)][deed.number % 3]
    async with scene.database.begin() as session:
        change = change_stock(
            session, reward_key="tin", count=count, is_change=is_change, by=await till.owner(session), at=scene.at, business=scene.business
        )
        if is_change and till.tins + count < 0:
            with pytest.raises(StockTooSmall):
                await change
            return
        till.tins = till.tins + count if is_change else count
        assert await change == till.tins


async def corrects(till: Till, deed: Deed) -> None:
    """The owner gives points by hand, or takes some."""
    scene, who, points = till.scene, deed.who, deed.number - 29
    have = till.spendable(who)
    async with scene.database.begin() as session:
        correction = adjust_points(
            session, customer=await get_customer(session, who), points=points, reason="late", by=await till.owner(session), at=scene.at,
            business=scene.business,
        )  # fmt: skip
        if points < 0 and have < -points:
            with pytest.raises(NotEnoughPoints):
                await correction
            return
        told = await correction
    if points > 0:
        till.gives(who, points)
    else:
        till.takes(who, -points)
    assert told == till.ledgers[who].shelf(scene.at).shown


async def is_given(till: Till, deed: Deed) -> None:
    """A customer gets what their birthday, a filled profile or an answered survey brings, each once."""
    scene, who = till.scene, deed.who
    year, survey = scene.at.year, deed.number % 5 * 3 + who % 3
    kind, subject, points = [("birthday", who * 10_000 + year, BIRTHDAY), ("profile", who, PROFILE), ("survey", survey, SURVEY)][
        deed.number % 3
    ]
    is_first = (kind, subject) not in till.given_for
    async with scene.database.begin() as session:
        customer = await get_customer(session, who)
        match kind:
            case "birthday":
                given = await give_birthday_points(session, years={who: year}, at=scene.at, business=scene.business)
                assert given == {who: BIRTHDAY}
            case "profile":
                told = await reward_profile(session, customer=customer, at=scene.at, business=scene.business)
                assert told == (PROFILE if is_first else 0)
            case _:
                told = await reward_survey(session, customer=customer, survey_id=survey, at=scene.at, business=scene.business)
                assert told == (SURVEY if is_first else 0)
    if is_first:
        till.given_for.add((kind, subject))
        till.gives(who, points)


async def writes_off(till: Till, deed: Deed) -> None:
    """The job that writes off what has expired runs, and at once again: the second run finds nothing."""
    scene = till.scene
    gone = {who: sum(each.points for each in ledger.shelf(scene.at).gone) for who, ledger in till.ledgers.items()}
    for expected in (sum(1 for points in gone.values() if points), 0):
        assert await write_off_expired_points(scene.database, scene.business, scene.now, scene.make_tell) == expected
    await scene.keep(JobRun(job=JobName.POINTS_EXPIRY.value, started_at=scene.at, ended_at=scene.at, result=JobResult.DONE))
    for who, points in gone.items():
        if points:
            till.ledgers[who].changes.append(Taking(points, scene.at, is_write_off=True))


async def waits(till: Till, deed: Deed) -> None:
    """Nothing happens until points go past their expiry, or until a second before."""
    expiries = [each for ledger in till.ledgers.values() if (each := ledger.next_expiry(till.scene.at)) is not None]
    if expiries:
        till.scene.at = max(till.scene.at, min(expiries) - timedelta(seconds=deed.number % 2))


async def changes_terms(till: Till, deed: Deed) -> None:
    """The business lets points expire after another time."""
    business = till.scene.business
    months = (1, 2, 3, 0)[deed.number % 4]
    till.scene.business = replace(business, points=replace(business.points, expire_months=months))


async def moves(till: Till, deed: Deed) -> None:
    """A customer lives elsewhere from now on."""
    zone = ("Pacific/Auckland", "America/Los_Angeles", *ZONES.values())[deed.number % 5]
    async with till.scene.database.begin() as session:
        (await session.get_one(Customer, deed.who)).time_zone = zone
    till.ledgers[deed.who].zone = zone


DEEDS: Mapping[str, Callable[[Till, Deed], Awaitable[None]]] = {
    deed.__name__: deed for deed in (buys, redeems, reverses, writes_off, waits, corrects, is_given, is_shown, stocks, changes_terms, moves)
}


async def do(till: Till, deed: Deed) -> None:
    """Let time pass, and something be done."""
    till.scene.at += deed.pause
    await DEEDS[deed.name](till, deed)
