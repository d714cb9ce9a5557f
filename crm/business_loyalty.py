"""What a business decides about loyalty: how tiers are reached and kept, what else gives points, and what they buy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from crm.rules.earning import EarningRule
from crm.rules.tiers import TierBasis
from storage.vocabulary import Language


@dataclass(frozen=True)
class TierRules:
    """What counts towards tiers, for how long, and how long a tier is kept when it is no longer enough."""

    by: TierBasis
    window: timedelta
    grace: timedelta


@dataclass(frozen=True)
class BonusRules:
    """Points beside purchases; 0 = none. `profile`: birthday and phone are both told. `survey`: each survey that is answered.

    `friend_brought` goes to who brought a friend and `friend` to the friend, after the friend's first purchase.
    """

    profile: int
    survey: int
    friend_brought: int
    friend: int

    @property
    def has_referrals(self) -> bool:
        """Whether bringing friends gives points to anybody."""
        return bool(self.friend_brought or self.friend)


@dataclass(frozen=True)
class Reward:
    """What points buy. `per_customer` is how often one customer may have it, `valid_days` how long the voucher is good; 0 = no limit.

    With `coupons` the customer gets a code of that list, which is good for at least so long.
    """

    key: str
    en: str
    zh: str
    points: int
    per_customer: int
    valid_days: int
    coupons: str | None = None

    def label(self, language: Language) -> str:
        """The words for a reader of this language."""
        return self.zh if language is Language.CHINESE else self.en


@dataclass(frozen=True)
class LoyaltyRules:
    """All about loyalty but the tiers themselves and the points for purchases.

    `rates`: what a whole unit of a currency counts; 1 for currencies that are not named.
    """

    tier_rules: TierRules
    earning: tuple[EarningRule, ...]
    bonuses: BonusRules
    rewards: tuple[Reward, ...]
    rates: Mapping[str, Decimal]

    def reward(self, key: str) -> Reward | None:
        """The reward with this key; None when the business has none such (any more)."""
        return next((reward for reward in self.rewards if reward.key == key), None)
