"""Loyalty: points with a picture, a reward with a code that staff take, and a friend who is brought."""

import re

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.test_campaigns import awake
from tests.journeys.town import Town, until, words

BOOK = Phrasebook()
BOTH = pytest.mark.parametrize(("language", "code"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")])
SAMPLE = {Language.ENGLISH: "Tea sample", Language.CHINESE: "茶样一份"}


@BOTH
def test_points_buy_a_reward_that_staff_hand_out_once(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    name = f"spender_{code[:2]}"
    person, olivia, anna = town.customer("Spender", code, username=name), town.olivia(), town.anna()
    person.starts()
    olivia.starts()
    person.says("/points")
    picture = until(lambda: [each for each in town.messages(person.chat_id) if "photo" in each], what="a picture of the way")
    assert picture[-1]["photo"][-1]["width"] == 800
    olivia.says(f"/purchase @{name} 620 CNY SPEND-{code}")
    olivia.reads(f"SPEND-{code}")
    person.says("/points")
    person.reads({"en": "You are Silver until", "zh-hans": "您是银卡会员，有效至"}[code])
    person.says("/rewards")
    person.presses(say("reward-button", reward=SAMPLE[language], points="50"))
    person.presses(say("reward-button-confirm", points="50"))
    said = words(person.reads({"en": "It is yours", "zh-hans": "兑换成功"}[code]))
    found = re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", said)
    assert found
    assert said.count(found[0]) == 1
    anna.says(f"/voucher {found[0]}")
    anna.reads(found[0])
    anna.presses("Mark used")
    anna.reads(f"{found[0]} (Tea sample) is marked as used")
    person.presses(say("loyalty-button-mine"))
    person.reads({"en": "used on", "zh-hans": "使用"}[code])


@BOTH
def test_a_friend_comes_by_the_link_and_both_get_points(town: Town, language: Language, code: str) -> None:
    name = f"friend_{code[:2]}"
    person, friend, olivia = town.customer("Host", code), town.customer("Friend", code, username=name), town.olivia()
    person.starts()
    olivia.starts()
    person.says("/invite")
    link = re.search(r"start=(ref_[A-Za-z0-9_-]+)", words(person.reads("?start=ref_")))
    assert link
    friend.starts(link[1])
    friend.reads({"en": "A friend has brought you", "zh-hans": "您由好友邀请而来"}[code])
    reference = f"FRIEND-{code}"
    olivia.says(f"/purchase @{name} 30 CNY {reference}")
    olivia.reads(reference)
    awake(town)
    town.advance(hours=1.1)  # who has just chatted is left alone
    told = words(person.reads({"en": "a friend whom you brought has bought", "zh-hans": "您邀请的好友完成了首次购买"}[code]))
    assert "Friend" not in told
    assert reference not in told
    person.says("/points")
    person.reads({"en": "Your points: 100", "zh-hans": "您的积分：100"}[code])
    friend.says("/points")
    friend.reads({"en": "Your points: 80", "zh-hans": "您的积分：80"}[code])
    olivia.says(f"/purchase reverse {reference} sent back")
    olivia.reads("reversed")
    person.says("/points")
    person.reads({"en": "Your points: 0", "zh-hans": "您的积分：0"}[code])
