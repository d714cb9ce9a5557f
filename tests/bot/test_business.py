"""The business file: the packaged one is sensible, a copy may be short, and whatever is wrong is named by its key."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.business import PACKAGED, BusinessFileError, load_business
from crm.business import AssignmentRules, Business, Category, FirstResponse, RelayRules, StaffNames, TierLevel
from crm.business_guards import BanRules, HumanCheckRules
from crm.business_loyalty import BonusRules, Reward, TierRules
from crm.rules.assignment import AssignmentMode
from crm.rules.content import ContentAct, ContentRule
from crm.rules.earning import EarningRule
from crm.rules.human_check import CheckKind
from crm.rules.masking import Mask
from crm.rules.quiet_hours import QuietHours, is_quiet
from crm.rules.sla import Policy, Targets
from crm.rules.tiers import TierBasis
from crm.rules.understanding import Intent, understand
from crm.rules.working_hours import Span
from storage.vocabulary import Language, Severity, TicketKind

SHORT = """
company = "Corner Shop"
time_zone = "Europe/Berlin"

[opening_hours]
monday = ["09:00-12:00", "13:30-18:00"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "kefu.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(BusinessFileError) as caught:
        load_business(path)
    assert caught.value.path == path
    return caught.value.problems


@pytest.fixture(scope="module")
def packaged() -> Business:
    return load_business(None)


def test_the_packaged_file_is_a_whole_business(packaged: Business) -> None:
    assert packaged == load_business(PACKAGED)
    assert (packaged.company, packaged.time_zone, packaged.staff_language) == ("Lantern Tea", "Asia/Shanghai", Language.ENGLISH)
    assert packaged.hours.week[5] == (Span(600, 750), Span(810, 1020))
    assert packaged.hours.zone == packaged.time_zone
    assert packaged.hours.special == {date(2026, 12, 24): (Span(540, 720),)}
    assert date(2026, 12, 25) in packaged.hours.closed_on
    assert packaged.inquiry_categories[0] == Category(key="order", en="My order", zh="我的订单")
    assert packaged.first_response == FirstResponse(
        inquiry=timedelta(hours=4), low=timedelta(hours=8), medium=timedelta(hours=4), high=timedelta(hours=1)
    )
    assert [(policy.kinds, policy.severities, policy.tiers, policy.categories) for policy in packaged.sla] == [
        ({TicketKind.COMPLAINT}, {Severity.HIGH}, frozenset(), frozenset()),
        (frozenset(), frozenset(), frozenset(), frozenset()),
    ]
    assert packaged.sla[0].targets == Targets(next_response=timedelta(hours=2), resolution=timedelta(hours=18))
    assert packaged.tiers[1] == TierLevel(name="silver", threshold=500, factor=Decimal("1.2"), en="Silver", zh="银卡会员", loyal=False)
    assert packaged.quiet_hours == QuietHours(time(21, 30), time(8, 30))
    assert (packaged.survey.low_score, packaged.survey.expires_days, packaged.survey.delay_minutes) == (2, 7, 0)
    assert (packaged.flood.messages, packaged.flood.seconds, packaged.staff.invitation_hours, packaged.reopen_days) == (20, 10, 24, 3)
    assert packaged.bans == BanRules(agent_hours=24, floods_a_day=0, flood_hours=1)
    assert packaged.human_check == HumanCheckRules(enabled=False, kind=CheckKind.BUTTON, wrong_answers=3, wait_minutes=10)
    assert (packaged.content_rules, packaged.new_customer_days) == ((), 7)
    assert packaged.texts == {Language.ENGLISH: {}, Language.CHINESE: {}}


def test_the_packaged_file_speaks_unasked_outside_quiet_hours_only(packaged: Business) -> None:
    hours = (packaged.visits.ask_hour, packaged.greetings.birthday_hour, packaged.greetings.latest_hour, packaged.reminders.hour)
    loud = [not is_quiet(packaged.quiet_hours, datetime(2026, 11, 23, hour, tzinfo=UTC), "UTC") for hour in hours]
    assert all(loud)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I want my money back!", Intent.COMPLAINT),
        ("我要退款", Intent.COMPLAINT),
        ("再不处理我就打12315", Intent.COMPLAINT),
        ("Can I talk to a real person?", Intent.HUMAN),
        ("转人工", Intent.HUMAN),
        ("人工客服在吗", Intent.HUMAN),
        ("any news on my complaint?", Intent.TICKETS),
        ("我的投诉怎么样了", Intent.TICKETS),
        ("How many points do I have", Intent.POINTS),
        ("查一下积分", Intent.POINTS),
        ("Good morning!", Intent.GREETING),
        ("您好", Intent.GREETING),
        ("在吗？", Intent.GREETING),
        ("Thank you so much 🙏", Intent.THANKS),
        ("好的，谢谢", Intent.THANKS),
        ("谢谢啦", Intent.THANKS),
        ("謝謝您", Intent.THANKS),
        ("Do you sell oolong?", None),
        ("有没有铁观音", None),
        ("你好，请问什么时候发货", None),
    ],
)
def test_the_packaged_words_understand_everyday_messages(packaged: Business, text: str, intent: Intent | None) -> None:
    assert understand(text, packaged.understanding) is intent


def test_a_short_copy_keeps_the_rest_of_the_packaged_file(tmp_path: Path, packaged: Business) -> None:
    business = load_business(write(tmp_path, SHORT))
    # Nobody gives away another shop's rewards.
    nothing = replace(packaged.loyalty, bonuses=BonusRules(profile=0, survey=0, friend_brought=0, friend=0), rewards=())
    assert business == replace(packaged, company="Corner Shop", time_zone="Europe/Berlin", hours=business.hours, loyalty=nothing)
    assert business.hours.week == {0: (Span(540, 720), Span(810, 1080)), **dict.fromkeys(range(1, 7), ())}
    assert (business.hours.zone, business.hours.closed_on, business.hours.special) == ("Europe/Berlin", frozenset(), {})


def test_a_copy_changes_one_key_of_a_table_and_a_whole_list(tmp_path: Path, packaged: Business) -> None:
    path = write(tmp_path, SHORT + '[points]\nper_unit = 0.1\n[understanding]\nthanks = ["ta"]\n[texts.zh]\nmenu-greeting = "喂"\n')
    business = load_business(path)
    assert business.points == replace(packaged.points, per_unit=Decimal("0.1"))
    assert business.understanding == {**packaged.understanding, Intent.THANKS: ("ta",)}
    assert business.texts == {Language.ENGLISH: {}, Language.CHINESE: {"menu-greeting": "喂"}}


def test_holidays_are_closed_unless_the_day_has_hours_of_its_own(tmp_path: Path) -> None:
    business = load_business(write(tmp_path, SHORT + 'holidays = "DE"\nspecial.2026-05-25 = ["10:00-12:00"]\nclosed_on = [2026-05-18]\n'))
    easter, whit, before, after = date(2026, 4, 6), date(2026, 5, 25), date(2026, 5, 18), date(2026, 6, 1)
    assert [business.hours.spans_on(day) for day in (easter, whit, before, after)] == [
        (), (Span(600, 720),), (), (Span(540, 720), Span(810, 1080)),
    ]  # fmt: skip
    assert business == load_business(tmp_path / "kefu.toml")


def test_promises_may_depend_on_kind_category_severity_and_tier(tmp_path: Path, packaged: Business) -> None:
    table = (
        '[[sla]]\nkinds = ["inquiry"]\ncategories = ["order"]\nseverities = ["low", "medium"]\ntiers = ["gold"]\nfirst_response = "30m"\n'
    )
    [policy] = load_business(write(tmp_path, SHORT + table)).sla
    assert policy == Policy(
        Targets(first_response=timedelta(minutes=30)),
        kinds=frozenset({TicketKind.INQUIRY}), categories=frozenset({"order"}), severities=frozenset({Severity.LOW, Severity.MEDIUM}),
        tiers=frozenset({"gold"}),
    )  # fmt: skip
    assert load_business(write(tmp_path, f"sla = []\n{SHORT}")).sla == ()


def test_dates_and_times_may_be_those_of_toml_and_a_windows_editor_may_mark_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path, "\ufeff" + SHORT + "closed_on = [2026-12-25]\nspecial.2026-12-24 = []\n[quiet_hours]\nfrom = 22:00:00\nuntil = 22:00:00\n"
    )
    business = load_business(path)
    assert (business.hours.closed_on, business.hours.special) == (frozenset({date(2026, 12, 25)}), {date(2026, 12, 24): ()})
    assert business.quiet_hours == QuietHours(time(22), time(22))


def test_a_copy_must_say_whose_it_is_and_when_it_is_open(tmp_path: Path) -> None:
    missing = "is missing"
    assert problems_of(write(tmp_path, "")) == [("company", missing), ("time_zone", missing), ("opening_hours", missing)]


RULE = '[[content_rules]]\nname = "{}"\nact = "{}"\n{}\n'


def test_content_rules_are_read_with_their_conditions(tmp_path: Path) -> None:
    rules = RULE.format("casino", "ban", "pattern = '\\bcasino\\b|博彩'\nban_for = \"2w\"") + RULE.format(
        "clips", "refuse", 'media = ["video", "photo"]\nlinks = true\nnew_customers_only = true'
    )
    assert load_business(write(tmp_path, SHORT + rules)).content_rules == (
        ContentRule(name="casino", act=ContentAct.BAN, pattern=r"\bcasino\b|博彩", ban_for=timedelta(weeks=2)),
        ContentRule(name="clips", act=ContentAct.REFUSE, media=frozenset({"photo", "video"}), links=True, new_customers_only=True),
    )


def test_the_rules_that_the_packaged_file_shows_can_be_used(tmp_path: Path) -> None:
    shown = PACKAGED.read_text(encoding="utf-8").split("# [[content_rules]]", 1)[1].split("\n\n\n", 1)[0]
    rules = "[[content_rules]]" + shown.replace("\n# ", "\n").replace("\n#\n", "\n\n")
    business = load_business(write(tmp_path, SHORT + rules))
    assert [(rule.name, rule.act) for rule in business.content_rules] == [("casino", ContentAct.BAN), ("new_links", ContentAct.FLAG)]


REWARD = '[[rewards]]\nkey = "{}"\nen = "R"\nzh = "R"\npoints = 9\n'


def test_the_relay_names_masks_and_marks_nothing_unless_it_is_told_to(packaged: Business, tmp_path: Path) -> None:
    assert packaged.relay == RelayRules(receipts=False, calls=False, staff_names=StaffNames.NONE, mask=frozenset())
    path = write(tmp_path, f'{SHORT}\n[relay]\nstaff_names = "own"\nmask = ["cards", "links"]\n')
    assert load_business(path).relay == RelayRules(
        receipts=False, calls=False, staff_names=StaffNames.OWN, mask=frozenset({Mask.CARDS, Mask.LINKS})
    )


def test_tickets_are_given_out_as_the_file_says(tmp_path: Path, packaged: Business) -> None:
    path = write(tmp_path, SHORT + '[assignment]\nmode = "least_loaded"\nsilence_minutes = 45\n')
    assert load_business(path).assignment == AssignmentRules(
        mode=AssignmentMode.LEAST_LOADED, most_open=20, same_person_first=True, silence=timedelta(minutes=45)
    )
    assert packaged.assignment.mode is AssignmentMode.OFF
    wrong = write(tmp_path, SHORT + '[assignment]\nmode = "random"\nmost_open = 0\n')
    assert problems_of(wrong) == [
        ("assignment.mode", "should be 'off', 'round_robin' or 'least_loaded'"),
        ("assignment.most_open", "should be 1 or more"),
    ]


def test_loyalty_is_what_the_business_says(tmp_path: Path) -> None:
    addition = (
        '[tier_rules]\nby = "spend"\nwindow_days = 100\n[bonuses]\nfriend = 7\n[[earning]]\ncategory = "tea"\nfactor = 2\n'
        "[[earning]]\nfrom_amount = 99.5\nfactor = 0.5\n" + REWARD.format("mug")
    )
    rules = load_business(write(tmp_path, SHORT + addition)).loyalty
    assert rules.tier_rules == TierRules(by=TierBasis.SPEND, window=timedelta(days=100), grace=timedelta(days=30))
    assert rules.earning == (
        EarningRule("tea", Decimal(0), Decimal(2)),
        EarningRule(None, Decimal("99.5"), Decimal("0.5")),
    )
    assert (rules.bonuses.friend, rules.bonuses.profile, rules.bonuses.has_referrals) == (7, 0, True)
    assert rules.reward("mug") == Reward("mug", "R", "R", points=9, per_customer=0, valid_days=0)
    assert rules.reward("sample") is None


def test_gifts_and_exchange_rates_are_what_the_business_says(tmp_path: Path) -> None:
    assert (load_business(None).loyalty.rates, load_business(None).greetings.has_coupons) == ({}, False)
    business = load_business(write(tmp_path, SHORT + '[greetings]\nbirthday_coupons = "birthday"\n[exchange_rates]\nUSD = 7.1\nJPY = 1\n'))
    assert (business.greetings.birthday_coupons, business.greetings.anniversary_coupons) == ("birthday", None)
    assert business.loyalty.rates == {"USD": Decimal("7.1"), "JPY": Decimal(1)}


@pytest.mark.parametrize(("written", "days"), [("[1, 30, 7]", (1, 7, 30)), ("[]", ()), ("30", (30,)), ("0", ())])
def test_days_before_points_expire_may_be_several_or_one_as_before(tmp_path: Path, written: str, days: tuple[int, ...]) -> None:
    business = load_business(write(tmp_path, SHORT + f"[reminders]\npoints_expire_days = {written}\n"))
    assert business.reminders.points_expire_days == days
