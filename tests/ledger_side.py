"""A desk at which points are given and taken by the real actions, beside a model that says what must come of it."""

import itertools
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from crm.business import Business, PointsRules, TierLevel
from crm.business_loyalty import BonusRules, Reward, TierRules
from crm.points import NotEnoughPoints
from crm.referrals import note_referral, referral_code_of
from crm.refusals import Refusal
from crm.rewards import RewardLimitReached, RewardSoldOut, change_stock
from crm.rules.coupons import NO_END
from crm.rules.earning import EarningRule
from crm.rules.tiers import TierBasis
from storage.coupons import Coupon
from storage.customers import get_customer
from storage.database import Database, Session
from storage.staff import StaffMember, find_staff_by_id
from storage.vocabulary import Role
from tests.ledger_model import TIER_FACTOR, TIER_FROM, TIER_GRACE, TIER_WINDOW, Bought, Gift, Ledger, Taking
from tests.scene import Scene

BEGINNING = datetime(2026, 1, 10, 4, tzinfo=UTC)  # noon in Shanghai
BROUGHT_ON = datetime(2026, 1, 9, 16, tzinfo=UTC)  # the midnight before
ZONES = {1: "Asia/Shanghai", 2: "Europe/Berlin", 3: "America/New_York"}
BROUGHT_BY = {2: 1, 3: 2}
BIRTHDAY, PROFILE, SURVEY, FRIEND_BROUGHT, FRIEND = 11, 9, 7, 40, 25
REWARDS = (
    Reward("sample", "Sample", "茶样", 15, per_customer=1, valid_days=20),
    Reward("tin", "Tin", "茶叶罐", 45, per_customer=0, valid_days=0),
    Reward("pot", "Pot", "茶壶", 20, per_customer=2, valid_days=0, coupons="pots"),
)
POTS, TINS = 3, 3


class Deed(NamedTuple):
    """What is done after a pause: to whose points, and a number by which the deed chooses among what there is to choose."""

    name: str
    who: int
    number: int
    pause: timedelta = timedelta(minutes=1)


@dataclass
class Had:
    """A voucher that a customer got."""

    voucher_id: int
    who: int
    reward: str
    asked: int
    until: datetime | None
    coupon_id: int | None
    is_used: bool = False


def with_bounds(business: Business) -> Business:
    """Return a business whose tiers, rewards and lots come to their ends soon."""
    member, silver = (
        TierLevel(name, threshold, Decimal(factor), name, name, loyal=False)
        for name, threshold, factor in (("member", 0, 1), ("silver", TIER_FROM, TIER_FACTOR))
    )
    loyalty = replace(
        business.loyalty,
        tier_rules=TierRules(TierBasis.POINTS, TIER_WINDOW, TIER_GRACE),
        earning=(EarningRule("tea", Decimal(0), Decimal(3)),),
        bonuses=BonusRules(PROFILE, SURVEY, FRIEND_BROUGHT, FRIEND),
        rewards=REWARDS,
    )
    return replace(
        business,
        points=PointsRules(Decimal(1), 1),
        tiers=(member, silver),
        loyalty=loyalty,
        greetings=replace(business.greetings, birthday_points=BIRTHDAY),
        visits=replace(business.visits, after_purchase_days=0),
    )


class Till:
    """Three customers, of whom each brought the next, an owner, and a model that does the same as the desk."""

    def __init__(self, database: Database, business: Business) -> None:
        self.scene = Scene(database=database, business=with_bounds(business), at=BEGINNING)
        self.ledgers = {number: Ledger(zone) for number, zone in ZONES.items()}
        self.bought: list[Bought] = []
        self.rewarded: dict[int, str] = {}
        self.vouchers: list[Had] = []
        self.tins = TINS
        self.given_for: set[tuple[str, int]] = set()
        self.numbers = itertools.count(1)
        self._chance = random.Random(1)
        self._draws = itertools.count(1)
        self._owner_id = 0

    async def open(self) -> None:
        """Let everybody come."""
        scene = self.scene
        for number, zone in ZONES.items():
            await scene.customer(number, zone=zone, birthday=(3, number), phone=f"+86138000000{number:02}")
        self._owner_id = (await scene.staff(Role.OWNER)).id
        await scene.keep(*(Coupon(list_name="pots", code=f"POT-{n}", expires_at=NO_END, imported_at=scene.at) for n in range(POTS)))
        async with scene.database.begin() as session:
            owner = await self.owner(session)
            await change_stock(session, reward_key="tin", count=TINS, is_change=False, by=owner, at=scene.at, business=scene.business)
            for friend, referrer in BROUGHT_BY.items():
                by = await get_customer(session, referrer)
                link = await referral_code_of(
                    session, customer=by, at=scene.at, business=scene.business, token_source=lambda _: f"link{next(self.numbers)}"
                )
                await note_referral(session, code=link.code, friend=await get_customer(session, friend), is_new=True, at=scene.at)

    async def owner(self, session: Session) -> StaffMember:
        """Return the owner as a session knows them."""
        owner = await find_staff_by_id(session, self._owner_id)
        assert owner is not None
        return owner

    def draw(self, below: int) -> int:
        """Draw the signs of a voucher's code: so that now and then one is drawn that there is already."""
        return self._chance.randrange(below) if next(self._draws) % 10 == 0 else 0

    def gives(self, who: int, points: int, *, purchase: str | None = None) -> None:
        """Points are given in the model, now and as a gift."""
        at = self.scene.at
        until = self.ledgers[who].good_until(at, self.scene.business.points.expire_months)
        self.ledgers[who].changes.append(Gift(points, at, until, purchase))

    def takes(self, who: int, points: int) -> None:
        """Points are taken in the model, now and of what is good."""
        self.ledgers[who].changes.append(Taking(points, self.scene.at))

    def spendable(self, who: int) -> int:
        """Return what the model says somebody can spend now."""
        return self.ledgers[who].shelf(self.scene.at).spendable

    def kept(self) -> set[str]:
        """Return the references of the purchases that were not reversed."""
        return {each.reference for each in self.bought if not each.is_reversed}

    def refusal_of(self, who: int, reward: Reward) -> type[Refusal] | None:
        """Return why somebody cannot have a reward now; None when they can."""
        had = [each.who for each in self.vouchers if each.reward == reward.key]
        if reward.per_customer and had.count(who) >= reward.per_customer:
            return RewardLimitReached
        if self.spendable(who) < reward.points:
            return NotEnoughPoints
        is_gone = (reward.key == "tin" and not self.tins) or (reward.key == "pot" and len(had) >= POTS)
        return RewardSoldOut if is_gone else None
