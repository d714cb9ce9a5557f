"""What a business decides about greetings: when customers are greeted, and what they are given with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GreetingRules:
    """Hours of the customer's day: when a birthday is greeted, and the last hour at which a late greeting still goes out.

    `birthday_points` are given with the greeting (0: none); `anniversaries` are greeted as well, if the business wants that. The lists
    of coupons from which each of both brings a code are named (None: no code), and codes that are good for at least `coupon_days`.
    Of any list, also of those for rewards, a warning is given when fewer than `coupons_low` codes are left.
    """

    birthday_hour: int
    latest_hour: int
    birthday_points: int
    anniversaries: bool
    birthday_coupons: str | None
    anniversary_coupons: str | None
    coupon_days: int
    coupons_low: int

    @property
    def has_coupons(self) -> bool:
        """Whether any greeting brings a code."""
        return self.birthday_coupons is not None or self.anniversary_coupons is not None
