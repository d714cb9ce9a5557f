"""Time zones as people name them: by a city, in Latin or Chinese letters, or by the distance to UTC."""

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

LONGEST_NAME = 60

_NO_PLACES = frozenset({"Factory", "localtime"})
_AREAS = frozenset({"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
_SHORTEST_WITH_A_SLIP = 5
_LIKE_ENOUGH = 0.85
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?00)?")
_EARLIEST, _LATEST = -12, 14

# Large cities that have no zone of their own, and the Chinese names of those that people live in most.
_CITIES = {
    "Asia/Shanghai": "beijing|peking|shenzhen|guangzhou|canton|chengdu|hangzhou|nanjing|wuhan|xian|tianjin|suzhou|china|中国|北京|上海|深圳|广州|成都|杭州|南京|武汉|西安|天津|苏州|重庆|厦门|青岛|大连|哈尔滨",
    "Asia/Urumqi": "乌鲁木齐|新疆",
    "Asia/Hong_Kong": "香港|中国香港",
    "Asia/Macau": "澳门|中国澳门",
    "Asia/Taipei": "taiwan|台北|台湾",
    "Asia/Singapore": "新加坡",
    "Asia/Tokyo": "osaka|kyoto|yokohama|东京|大阪|京都|日本",
    "Asia/Seoul": "busan|korea|首尔|釜山|韩国",
    "Asia/Bangkok": "thailand|phuket|曼谷|泰国",
    "Asia/Kuala_Lumpur": "malaysia|penang|吉隆坡|马来西亚",
    "Asia/Jakarta": "雅加达",
    "Asia/Manila": "philippines|cebu|马尼拉|菲律宾",
    "Asia/Ho_Chi_Minh": "hanoi|vietnam|胡志明市|河内|越南",
    "Asia/Kolkata": "mumbai|bombay|delhi|newdelhi|bangalore|bengaluru|chennai|hyderabad|india|孟买|新德里|印度",
    "Asia/Dubai": "abudhabi|迪拜|阿联酋",
    "Europe/London": "uk|england|scotland|manchester|edinburgh|伦敦|英国",
    "Europe/Paris": "france|lyon|marseille|巴黎|法国",
    "Europe/Berlin": "germany|munich|hamburg|frankfurt|cologne|柏林|慕尼黑|法兰克福|德国",
    "Europe/Madrid": "spain|barcelona|马德里|巴塞罗那|西班牙",
    "Europe/Rome": "italy|milan|罗马|米兰|意大利",
    "Europe/Amsterdam": "netherlands|rotterdam|阿姆斯特丹|荷兰",
    "Europe/Zurich": "geneva|switzerland|苏黎世|日内瓦|瑞士",
    "Europe/Moscow": "petersburg|saintpetersburg|莫斯科|俄罗斯",
    "America/New_York": "boston|washington|miami|philadelphia|atlanta|纽约|波士顿|华盛顿|迈阿密",
    "America/Chicago": "houston|dallas|austin|芝加哥|休斯敦|达拉斯",
    "America/Denver": "丹佛",
    "America/Los_Angeles": "sanfrancisco|seattle|sandiego|lasvegas|portland|洛杉矶|旧金山|西雅图",
    "America/Toronto": "ottawa|montreal|多伦多|蒙特利尔",
    "America/Vancouver": "温哥华",
    "America/Sao_Paulo": "rio|riodejaneiro|圣保罗",
    "Australia/Sydney": "canberra|悉尼|堪培拉",
    "Australia/Melbourne": "墨尔本",
    "Pacific/Auckland": "wellington|奥克兰|新西兰",
}  # fmt: skip


def find_zone(text: str) -> str | None:
    """The IANA time zone that somebody means by "shanghai", "New York", "Europe/Berlin", "UTC+8" or a city in Chinese; None for anything else.

    Case, accents, spaces and a slip of the pen in a longer name do not matter. A distance to UTC is in whole hours.
    """
    wanted = _plain(text)
    if offset := _OFFSET.fullmatch(wanted):
        hours = int(offset[1] + offset[2])
        # POSIX counts the other way round: Etc/GMT-8 is eight hours ahead of UTC.
        return (f"Etc/GMT{-hours:+d}" if hours else "UTC") if _EARLIEST <= hours <= _LATEST else None
    places = _places()
    if wanted in places or not _SHORTEST_WITH_A_SLIP <= len(wanted) <= LONGEST_NAME:
        return places.get(wanted)
    close = get_close_matches(wanted, places, n=1, cutoff=_LIKE_ENOUGH)
    return places[close[0]] if close else None


def zone_name(zone: str) -> str:
    """How a zone is shown: `New York (America)`, `UTC+8`."""
    if zone.startswith("Etc/GMT"):
        return f"UTC{-int(zone.removeprefix('Etc/GMT') or 0):+d}"
    area, _, city = zone.replace("_", " ").rpartition("/")
    return f"{city} ({area})" if area else city


@cache
def _places() -> dict[str, str]:
    zones = sorted(available_timezones() - _NO_PLACES)
    by_city = {_plain(zone.rpartition("/")[2]): zone for zone in reversed(zones) if zone.partition("/")[0] in _AREAS}
    by_name = {_plain(zone): zone for zone in zones}
    more = {_plain(name): zone for zone, names in _CITIES.items() for name in names.split("|")}
    return by_name | by_city | more


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return (
        "".join(letter for letter in folded if letter.isalnum() or letter in "+-:")
        if "/" not in text
        else "".join(folded.split()).replace("_", "")
    )
