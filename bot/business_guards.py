"""The tables of the business file that keep harm away: floods, bans, the human check and content rules."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.business_values import BanSpan, Key, MediaKind, Pattern, Table
from crm.rules.content import ContentAct
from crm.rules.human_check import CheckKind

MOST_RULES = 20


class FloodTable(Table):
    """`[flood]`"""

    messages: Annotated[int, Field(strict=True, ge=1, le=1000)]
    seconds: Annotated[int, Field(strict=True, ge=1, le=3600)]


class BansTable(Table):
    """`[bans]`"""

    agent_hours: Annotated[int, Field(strict=True, ge=0, le=720)]
    floods_a_day: Annotated[int, Field(strict=True, ge=0, le=100)]
    flood_hours: Annotated[int, Field(strict=True, ge=1, le=720)]


class HumanCheckTable(Table):
    """`[human_check]`"""

    enabled: Annotated[bool, Field(strict=True)]
    kind: CheckKind
    wrong_answers: Annotated[int, Field(strict=True, ge=1, le=10)]
    wait_minutes: Annotated[int, Field(strict=True, ge=1, le=1440)]


class ContentRuleTable(Table):
    """`[[content_rules]]`"""

    name: Key
    act: ContentAct
    pattern: Pattern | None = None
    links: Annotated[bool, Field(strict=True)] = False
    media: tuple[MediaKind, ...] = ()
    new_customers_only: Annotated[bool, Field(strict=True)] = False
    ban_for: BanSpan | None = None

    @model_validator(mode="after")
    def _looks_at_something_and_is_clear(self) -> Self:
        if self.pattern is None and not self.links and not self.media:
            raise ValueError("should have a pattern, links = true or media: nothing else says what it matches")
        if self.ban_for is not None and self.act is not ContentAct.BAN:
            raise ValueError('ban_for needs act = "ban"')
        return self


def _few(rules: tuple[ContentRuleTable, ...]) -> tuple[ContentRuleTable, ...]:
    if len(rules) > MOST_RULES:
        raise ValueError(f"should have at most {MOST_RULES} entries")
    names = [rule.name for rule in rules]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ValueError(f"the name {name} stands there twice")
    return rules


ContentRules = Annotated[tuple[ContentRuleTable, ...], AfterValidator(_few)]
