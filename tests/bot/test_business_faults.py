"""What is wrong in a business file: all of it is named, each by its key, in plain words."""

from pathlib import Path

import pytest

from bot.business import BusinessFileError, load_business
from tests.bot.test_business import REWARD, RULE, SHORT, problems_of, write

TIER = '[[tiers]]\nkey = "{}"\nen = "T"\nzh = "T"\nthreshold = {}\nfactor = 1\nloyal = false\n'
CATEGORY = '[[wished_solutions]]\nkey = "{}"\nen = "{}"\nzh = "C"\n'


@pytest.mark.parametrize(
    ("addition", "key", "sentence"),
    [
        ('mondey = ["09:00-12:00"]', "opening_hours.mondey", "is unknown; did you mean monday?"),
        ('tuesday = "09:00-12:00"', "opening_hours.tuesday", "should be a list in [ ]"),
        ('tuesday = ["09:00-12:00", "22:00-06:00"]', "opening_hours.tuesday.2", 'should be a span within one day such as "09:00-18:30"'),
        ("tuesday = [9]", "opening_hours.tuesday.1", 'should be a span within one day such as "09:00-18:30"'),
        ('tuesday = ["09:00-12:00", "11:00-13:00"]', "opening_hours.tuesday", "should be spans one after another, without overlap"),
        ('closed_on = ["2026-12-32"]', "opening_hours.closed_on.1", 'should be a date such as "2026-12-25"'),
        ("closed_on = [20261225]", "opening_hours.closed_on.1", 'should be a date such as "2026-12-25"'),
        ("closed_on = [2026-12-25T10:00:00]", "opening_hours.closed_on.1", 'should be a date such as "2026-12-25"'),
        ('special.Christmas = ["09:00-12:00"]', "opening_hours.special.Christmas", 'should be a date such as "2026-12-25"'),
        ("special = 1", "opening_hours.special", "should be a table"),
        (
            "closed_on = [2026-12-25]\nspecial.2026-12-25 = []",
            "opening_hours",
            "2026-12-25 stands in closed_on and in special; it should be in one of them",
        ),
        ("monday = []", "opening_hours", "no weekday is open: nothing could ever be promised"),
        ("[survey]\nlow_score = 5", "survey.low_score", "should be 4 or less"),
        ("[survey]\nexpires_days = 0", "survey.expires_days", "should be 1 or more"),
        ('[survey]\nlow_score = "2"', "survey.low_score", "should be a whole number"),
        ("[survey]\nlow_score = true", "survey.low_score", "should be a whole number"),
        ("[survey]\nlow_score = 2.5", "survey.low_score", "should be a whole number"),
        ("[survey]\nlowscore = 2", "survey.lowscore", "is unknown; did you mean low_score?"),
        ("[surveys]", "surveys", "is unknown; did you mean survey?"),
        ("[flood]\ncolour = 1", "flood.colour", "is unknown; known here: messages, seconds"),
        ("[bans]\nagent_hours = 721", "bans.agent_hours", "should be 720 or less"),
        ('[human_check]\nkind = "captcha"', "human_check.kind", "should be 'button' or 'sum'"),
        ("[human_check]\nwrong_answers = 0", "human_check.wrong_answers", "should be 1 or more"),
        (
            RULE.format("a", "refuse", ""),
            "content_rules.1",
            "should have a pattern, links = true or media: nothing else says what it matches",
        ),
        (RULE.format("a", "refuse", 'links = true\nban_for = "2d"'), "content_rules.1", 'ban_for needs act = "ban"'),
        (RULE.format("a", "drop", "links = true"), "content_rules.1.act", "should be 'ban', 'refuse' or 'flag'"),
        (RULE.format("a", "flag", "pattern = '(x'"), "content_rules.1.pattern", "is no regular expression: missing ) at position 2"),
        (RULE.format("a", "flag", "pattern = ' '"), "content_rules.1.pattern", "should have 1 to 1000 characters"),
        (RULE.format("a", "flag", 'media = ["vidio"]'), "content_rules.1.media.1", "is no kind of message; did you mean video?"),
        (
            RULE.format("a", "ban", 'links = true\nban_for = "2y"'),
            "content_rules.1.ban_for",
            'should be a duration such as "30m", "4h", "2d" or "2w"',
        ),
        (RULE.format("a", "ban", 'links = true\nban_for = "0d"'), "content_rules.1.ban_for", "should be between 1m and ten years"),
        (RULE.format("a", "flag", "links = true") * 2, "content_rules", "the name a stands there twice"),
        (
            "".join(RULE.format(f"r{place}", "flag", "links = true") for place in range(21)),
            "content_rules",
            "should have at most 20 entries",
        ),
        ("[quiet_hours]\nform = 1", "quiet_hours.form", "is unknown; did you mean from?"),
        ('[quiet_hours]\nfrom = "25:00"', "quiet_hours.from", 'should be a time of day such as "09:30"'),
        ("[quiet_hours]\nfrom = 9", "quiet_hours.from", 'should be a time of day such as "09:30"'),
        ("[quiet_hours]\nfrom = 09:00:30", "quiet_hours.from", 'should be a time of day such as "09:30"'),
        ('[first_response]\nhigh = "soon"', "first_response.high", 'should be a duration such as "30m", "4h" or "2d"'),
        ("[first_response]\nhigh = 30", "first_response.high", 'should be a duration such as "30m", "4h" or "2d"'),
        ('[first_response]\nhigh = "0h"', "first_response.high", "should be between 1m and 90d"),
        ('[first_response]\nhigh = "91d"', "first_response.high", "should be between 1m and 90d"),
        ('[[sla]]\nresolution = "soon"', "sla.1.resolution", 'should be a duration such as "30m", "4h" or "2d"'),
        ('[[sla]]\nkinds = ["claim"]', "sla.1.kinds.1", "should be 'inquiry', 'complaint' or 'follow_up'"),
        ('[[sla]]\nkind = ["complaint"]', "sla.1.kind", "is unknown; did you mean kinds?"),
        ('[[sla]]\n[[sla]]\ntiers = ["platinum"]', "", "sla.2.tiers names platinum, which is no tier"),
        ('[[sla]]\ncategories = ["order", "tea"]', "", "sla.1.categories names tea, which is no category"),
        ("[[sla]]\n" * 51, "sla", "should have at most 50 entries"),
        (
            'holidays = "DE-XX"',
            "opening_hours.holidays",
            "DE has no part XX; known there: BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH, Augsburg",
        ),
        ("[greetings]\nbirthday_hour = 21", "greetings", "latest_hour should not be before birthday_hour"),
        ('[greetings]\nbirthday_coupons = "Birth day"', "greetings.birthday_coupons", "should be 1 to 20 small letters, digits and _"),
        ("[exchange_rates]\nusd = 7", "exchange_rates.usd", "should be the code of a currency in capitals, such as USD"),
        ("[exchange_rates]\nUSD = 0", "exchange_rates.USD", "should be from 0.000001 to 1000000"),
        ('[exchange_rates]\nUSD = "7"', "exchange_rates.USD", "should be a number"),
        ("[greetings]\nbirthday_hour = 24", "greetings.birthday_hour", "should be 23 or less"),
        ('[points]\nper_unit = "1"', "points.per_unit", "should be a number"),
        ("[points]\nper_unit = true", "points.per_unit", "should be a number"),
        ("[points]\nper_unit = nan", "points.per_unit", "should be a number"),
        ("[points]\nper_unit = -0.5", "points.per_unit", "should be 0 or more"),
        ("[reminders]\npoints_expire_days = [7, 7]", "reminders.points_expire_days", "should name each number of days once"),
        ("[reminders]\npoints_expire_days = [0]", "reminders.points_expire_days.1", "should be 1 or more"),
        ("[reminders]\npoints_expire_days = true", "reminders.points_expire_days", "should be a list in [ ]"),
        ('[tier_rules]\nby = "luck"', "tier_rules.by", "should be 'points' or 'spend'"),
        ("[bonuses]\nbirthday = 5", "bonuses.birthday", "is unknown; known here: profile, survey, friend_brought, friend"),
        ("[[earning]]\nfactor = 2\n" * 51, "earning", "should have at most 50 entries"),
        (REWARD.format("a") * 2, "rewards", "the key a stands there twice"),
        ("".join(REWARD.format(f"r{place}") for place in range(21)), "rewards", "should have at most 20 entries"),
        (REWARD.format("a").replace("9", "0"), "rewards.1.points", "should be 1 or more"),
        (TIER.format("a", 1), "tiers", "the first tier should have the threshold 0"),
        (TIER.format("a", 0) + TIER.format("b", 0), "tiers", "b should have a higher threshold than a before it"),
        (TIER.format("a", 0) + TIER.format("a", 9), "tiers", "the key a stands there twice"),
        (TIER.format("a", 0) + TIER.format("B", 9), "tiers.2.key", "should be 1 to 20 small letters, digits and _"),
        (
            TIER.format("a", 0) + TIER.format("b", 9) + "colour = 1",
            "tiers.2.colour",
            "is unknown; known here: key, en, zh, threshold, factor, loyal",
        ),
        (TIER.format("a", 0).replace("false", "0"), "tiers.1.loyal", "should be true or false"),
        (TIER.format("a", 0).replace("factor = 1\n", ""), "tiers.1.factor", "is missing"),
        (CATEGORY.format("a", "A") * 2, "wished_solutions", "the key a stands there twice"),
        (CATEGORY.format("a", " "), "wished_solutions.1.en", "should be one line of 1 to 40 visible characters"),
        (CATEGORY.format("a", "A" * 41), "wished_solutions.1.en", "should be one line of 1 to 40 visible characters"),
        (CATEGORY.format("a", "").replace('""', "7"), "wished_solutions.1.en", "should be a text in quotes"),
        ("".join(CATEGORY.format(f"k{place}", "A") for place in range(21)), "wished_solutions", "should have 1 to 20 entries"),
        ("[understanding]\nhumans = []", "understanding.humans", "is unknown; did you mean human?"),
        ('[understanding]\nhuman = ["a", "?"]', "understanding.human.2", "should be a word or a phrase of at most 60 characters"),
        ("[understanding]\nhuman = [" + '"a",' * 501 + "]", "understanding.human", "should have at most 500 words"),
        ("[texts]\nfr.x = 'y'", "texts.fr", "is unknown; known here: en, zh"),
        ("[texts.en]\nMenu_Greeting = 'x'", "texts.en.Menu_Greeting", "should be small letters, digits, - and _"),
        ("[texts.en]\nmenu-greeting = ''", "texts.en.menu-greeting", "should have 1 to 3000 characters"),
    ],
)
def test_what_is_wrong_is_named_by_its_key_in_plain_words(tmp_path: Path, addition: str, key: str, sentence: str) -> None:
    text = SHORT.replace(SHORT.splitlines()[-1], "") if addition == "monday = []" else SHORT
    assert problems_of(write(tmp_path, text + addition)) == [(key, sentence)]


@pytest.mark.parametrize(
    ("addition", "key", "sentence"),
    [
        ('time_zone = "Europe/Berln"', "time_zone", "should be an IANA time zone; did you mean Europe/Berlin?"),
        ('time_zone = "here"', "time_zone", "should be an IANA time zone such as Asia/Shanghai"),
        ('time_zone = "../../etc/passwd"', "time_zone", "should be an IANA time zone such as Asia/Shanghai"),
        ('staff_language = "fr"', "staff_language", "should be 'en' or 'zh'"),
        ("survey = 3", "survey", "should be a table"),
        ("wished_solutions = []", "wished_solutions", "should have 1 to 20 entries"),
        ("reopen_days = 366", "reopen_days", "should be 365 or less"),
    ],
)
def test_what_is_wrong_at_the_top_is_named_too(tmp_path: Path, addition: str, key: str, sentence: str) -> None:
    text = SHORT.replace('time_zone = "Europe/Berlin"\n', "") if key == "time_zone" else SHORT
    assert problems_of(write(tmp_path, f"{addition}\n{text}")) == [(key, sentence)]


def test_everything_that_is_wrong_is_named_at_once_and_in_one_message(tmp_path: Path) -> None:
    path = write(tmp_path, SHORT + "[survey]\nlow_score = 9\n[staff]\ninvitation_hours = 0\n")
    with pytest.raises(BusinessFileError) as caught:
        load_business(path)
    assert str(caught.value) == f"{path}: survey.low_score: should be 4 or less\n{path}: staff.invitation_hours: should be 1 or more"


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ('a = 1\ncompany = "x\n', "line 2", "is not TOML: illegal character '\\n'"),
        ('company = "x', "end of the file", "is not TOML: unterminated string"),
        ("[survey]\n[survey]\n", "line 2", "is not TOML: cannot declare ('survey',) twice"),
    ],
)
def test_what_is_not_toml_is_named_by_its_line(tmp_path: Path, text: str, place: str, sentence: str) -> None:
    assert problems_of(write(tmp_path, text)) == [(place, sentence)]


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    assert problems_of(missing) == [("", "cannot be read: No such file or directory")]
    assert problems_of(tmp_path) == [("", "cannot be read: Is a directory")]
    with pytest.raises(BusinessFileError, match=r"none\.toml: cannot be read"):
        load_business(missing)


def test_a_file_in_another_encoding_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "kefu.toml"
    path.write_bytes('company = "灯笼"'.encode("gb18030"))
    assert problems_of(path) == [("", "is not written in UTF-8")]


@pytest.mark.parametrize(
    ("line", "place", "why"),
    [
        ('staff_names = "boss"', "relay.staff_names", "should be 'none', 'alias', 'company' or 'own'"),
        ('mask = ["links", "names"]', "relay.mask.2", "should be 'links', 'phones' or 'cards'"),
        ('mask = "links"', "relay.mask", "should be a list in [ ]"),
        ('receipts = "yes"', "relay.receipts", "should be true or false"),
    ],
)
def test_what_is_wrong_in_the_relay_is_named(tmp_path: Path, line: str, place: str, why: str) -> None:
    assert problems_of(write(tmp_path, f"{SHORT}\n[relay]\n{line}\n")) == [(place, why)]
