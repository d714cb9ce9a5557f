"""What a business decides about floods, bans and the check whether somebody is a person."""

from dataclasses import dataclass

from crm.rules.human_check import CheckKind


@dataclass(frozen=True)
class FloodRules:
    """More than `messages` within `seconds` from one person is a flood."""

    messages: int
    seconds: int


@dataclass(frozen=True)
class BanRules:
    """Hours for which agents may ban the customer of a ticket (0: they may not), and the floods within a day that ban (0: none do)."""

    agent_hours: int
    floods_a_day: int
    flood_hours: int


@dataclass(frozen=True)
class HumanCheckRules:
    """Whether new customers must show to be people, by what, and how many wrong answers make them wait how many minutes."""

    enabled: bool
    kind: CheckKind
    wrong_answers: int
    wait_minutes: int
