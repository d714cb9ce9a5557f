"""The tables of the business file about loyalty, and what the business decides by them."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from babel.numbers import is_currency
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.business_values import Days, Key, Label, Number, SomeDays
from crm.business_loyalty import BonusRules, LoyaltyRules, Reward, TierRules
from crm.rules.earning import EarningRule
from crm.rules.tiers import TierBasis

MOST_REWARDS = 20
MOST_EARNING_RULES = 50
SMALLEST_RATE, LARGEST_RATE = Decimal("0.000001"), Decimal(1_000_000)
Points = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TierRulesTable(_Table):
    """`[tier_rules]`"""

    by: TierBasis
    window_days: Annotated[int, Field(strict=True, ge=1, le=3650)]
    grace_days: Days


class BonusesTable(_Table):
    """`[bonuses]`; what a copy does not name is not given."""

    profile: Points = 0
    survey: Points = 0
    friend_brought: Points = 0
    friend: Points = 0


class EarningTable(_Table):
    """`[[earning]]`"""

    category: Label | None = None
    from_amount: Annotated[Number, Field(ge=0)] = Decimal(0)
    factor: Annotated[Number, Field(ge=0, le=100)]


class RewardTable(_Table):
    """`[[rewards]]`"""

    key: Key
    en: Label
    zh: Label
    points: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
    per_customer: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    valid_days: Annotated[int, Field(strict=True, ge=0, le=3650)] = 0
    coupons: Key | None = None


def _not_too_many(rules: tuple[EarningTable, ...]) -> tuple[EarningTable, ...]:
    if len(rules) > MOST_EARNING_RULES:
        raise ValueError(f"should have at most {MOST_EARNING_RULES} entries")
    return rules


def _different(rewards: tuple[RewardTable, ...]) -> tuple[RewardTable, ...]:
    if len(rewards) > MOST_REWARDS:
        raise ValueError(f"should have at most {MOST_REWARDS} entries")
    keys = [reward.key for reward in rewards]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ValueError(f"the key {key} stands there twice")
    return rewards


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("should be the code of a currency in capitals, such as USD")
    return code


def _rate(rate: Decimal) -> Decimal:
    if not SMALLEST_RATE <= rate <= LARGEST_RATE:
        raise ValueError(f"should be from {SMALLEST_RATE:f} to {LARGEST_RATE:f}")
    return rate


def _as_several(days: object) -> object:
    # One number stood here before there could be several.
    if isinstance(days, int) and not isinstance(days, bool):
        return (days,) if days else ()
    return days


def _each_once(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) != len(days):
        raise ValueError("should name each number of days once")
    return tuple(sorted(days))


EarningRules = Annotated[tuple[EarningTable, ...], AfterValidator(_not_too_many)]
Rewards = Annotated[tuple[RewardTable, ...], AfterValidator(_different)]
ExchangeRates = dict[Annotated[str, AfterValidator(_currency)], Annotated[Number, AfterValidator(_rate)]]
ExpiryDays = Annotated[tuple[SomeDays, ...], BeforeValidator(_as_several), AfterValidator(_each_once)]


def loyalty_rules(
    *,
    tier_rules: TierRulesTable,
    earning: tuple[EarningTable, ...],
    bonuses: BonusesTable,
    rewards: tuple[RewardTable, ...],
    rates: Mapping[str, Decimal],
) -> LoyaltyRules:
    """Return what a business decides about loyalty."""
    return LoyaltyRules(
        tier_rules=TierRules(by=tier_rules.by, window=timedelta(days=tier_rules.window_days), grace=timedelta(days=tier_rules.grace_days)),
        earning=tuple(EarningRule(**dict(table)) for table in earning),
        bonuses=BonusRules(**dict(bonuses)),
        rewards=tuple(Reward(**dict(table)) for table in rewards),
        rates=dict(rates),
    )
