"""The tables of the business file on what is said unasked: how often, greetings, campaigns, winning customers back."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.business_values import Days, Hour, Key, Number, SomeDays


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnaskedTable(_Table):
    """`[unasked]`"""

    per_day: Annotated[int, Field(strict=True, ge=0, le=100)]
    per_week: Annotated[int, Field(strict=True, ge=0, le=100)]
    chat_minutes: Annotated[int, Field(strict=True, ge=0, le=1440)]
    tickets_first: Annotated[bool, Field(strict=True)]


class GreetingsTable(_Table):
    """`[greetings]`"""

    birthday_hour: Hour
    latest_hour: Hour
    birthday_points: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
    anniversaries: Annotated[bool, Field(strict=True)]
    birthday_coupons: Key | None = None
    anniversary_coupons: Key | None = None
    coupon_days: Annotated[int, Field(strict=True, ge=0, le=3650)]
    coupons_low: Annotated[int, Field(strict=True, ge=0, le=10_000)]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.latest_hour < self.birthday_hour:
            raise ValueError("latest_hour should not be before birthday_hour")
        return self


class CampaignsTable(_Table):
    """`[campaigns]`"""

    purchase_days: SomeDays
    ticket_days: Days


class WinBackTable(_Table):
    """`[win_back]`"""

    factor: Annotated[Number, Field(ge=0, le=20)]
    least_purchases: Annotated[int, Field(strict=True, ge=3, le=100)]
    most_tickets_a_day: Annotated[int, Field(strict=True, ge=0, le=1000)]
