"""Hours in words: today, tomorrow, a weekday or a date, in the reader's time zone."""

from datetime import UTC, datetime

import pytest

from bot.phrasebook import Phrasebook
from crm.business import Business
from handlers.chat.hours import closed_until, opening_words
from storage.vocabulary import Language

BOOK = Phrasebook()
WEDNESDAY_EVENING = datetime(2026, 3, 4, 12, tzinfo=UTC)  # 20:00 in Shanghai


@pytest.mark.parametrize(
    ("opens", "zone", "english", "chinese"),
    [
        (datetime(2026, 3, 4, 14, tzinfo=UTC), "Asia/Shanghai", "today 22:00", "今天 22:00"),
        (datetime(2026, 3, 5, 1, tzinfo=UTC), "Asia/Shanghai", "tomorrow 09:00", "明天 09:00"),
        (datetime(2026, 3, 5, 1, tzinfo=UTC), "America/New_York", "today 20:00", "今天 20:00"),
        (datetime(2026, 3, 9, 1, tzinfo=UTC), "Asia/Shanghai", "Monday 09:00", "周一 09:00"),
        (datetime(2026, 3, 9, 1, tzinfo=UTC), "America/New_York", "Sunday 21:00", "周日 21:00"),
        (datetime(2026, 3, 10, 1, tzinfo=UTC), "Asia/Shanghai", "Tuesday 09:00", "周二 09:00"),
        (datetime(2026, 3, 11, 1, tzinfo=UTC), "Asia/Shanghai", "Wed 11 Mar, 09:00", "3月11日周三 09:00"),
    ],
)
def test_the_next_opening_is_named_as_people_do(opens: datetime, zone: str, english: str, chinese: str) -> None:
    said = [opening_words(opens, now=WEDNESDAY_EVENING, zone=zone, phrases=BOOK.speaking(language)) for language in Language]
    assert said == [english, chinese]


def test_a_desk_is_closed_until_it_opens(business: Business) -> None:
    opens = datetime(2026, 3, 5, 1, tzinfo=UTC)
    assert closed_until(business.hours, WEDNESDAY_EVENING) == opens
    assert closed_until(business.hours, opens) is None
