"""The tables of the business file on what is said unasked: how often, campaigns, winning customers back."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.business_values import Number, SomeDays


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnaskedTable(_Table):
    """`[unasked]`"""

    per_day: Annotated[int, Field(strict=True, ge=0, le=100)]
    per_week: Annotated[int, Field(strict=True, ge=0, le=100)]


class CampaignsTable(_Table):
    """`[campaigns]`"""

    purchase_days: SomeDays


class WinBackTable(_Table):
    """`[win_back]`"""

    factor: Annotated[Number, Field(ge=0, le=20)]
    least_purchases: Annotated[int, Field(strict=True, ge=3, le=100)]
    most_tickets_a_day: Annotated[int, Field(strict=True, ge=0, le=1000)]
