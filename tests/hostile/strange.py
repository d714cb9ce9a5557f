"""Strange values: texts, names and numbers that programs stumble over."""

from random import Random
from typing import Any

OVER = "\u202e"
ZERO_WIDTH = "\u200b\u200c\u200d\ufeff\u2060"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ZALGO = "Z" + "\u0334\u0335\u0336\u0300\u0301\u0302" * 40
LONE_HIGH, LONE_LOW = "\ud83d", "\ude00"

TEXTS = (
    "", " ", "\n", "\t \r\n", "0", "-1", "null", "None", "true", "[]", "{}", "x", "Hello", "你好，我要投诉",
    "\x00", "a\x00b", "\x01\x02\x1b[31m\x7f", "\ufffe\uffff", LONE_HIGH, f"a{LONE_HIGH}b", LONE_LOW, LONE_LOW + LONE_HIGH, f"{LONE_HIGH}{LONE_LOW}",
    f"{OVER}gnp.exe", "\u2066\u2067\u2068\u2069", ZERO_WIDTH, f"a{ZERO_WIDTH}b", "\u3164", "\u00ad", "\u0301", ZALGO, FAMILY, "🇩🇪🇨🇳🏳️\u200d🌈", "👍🏽" * 50,
    "<b>", "</b>", "<b>bold</b>", "<a href='tg://user?id=1'>me</a>", "<script>alert(1)</script>", "&", "&amp;", "&lt;b&gt;", "&#0;", "&#55296;", "<", ">", '"', "'",
    "*bold* _italic_ `code` [link](http://example.org) ||spoiler||", "\\", "\\u0000", "\\ud800", "%s%n%d", "{}", "{0}", "{name}", "{ $name }", "{ -term }",
    "{ menu-hint }", "${jndi:ldap://x}", "{{7*7}}", "#{x}", "'; DROP TABLE customer; --", "' OR '1'='1", "\" UNION SELECT * FROM staff_member --", "%", "_", "?", ":x",
    "=HYPERLINK(\"http://example.org\",\"x\")", "+1", "@SUM(1)", "https://example.org/?a=1&b=2", "tg://resolve?domain=x", "@kefu_test_bot", "../../etc/passwd",
    "12345678901234567890123456789012345678901234567890", "1e400", "NaN", "Infinity", "٣", "²", "１２３", "+86 138 0013 8000", "1990-02-30", "29.2.1999", "0000-00-00",
    "A" * 64, "A" * 65, "A" * 300, "名" * 300, "<b>&" * 75, "A" * 4096, "<" * 4096, "&" * 4096, "😀" * 2048, "字" * 4096, "\n" * 4096, " " * 4096, "\u0301" * 4096,
    "a " * 2048, f"{OVER}a" * 2048, "{ $x }" * 600, "long\nlines\n" * 300,
)  # fmt: skip

COMMANDS = (
    "start", "help", "ask", "complain", "tickets", "human", "profile", "language", "privacy", "cancel", "stats", "customer", "jobs", "failed",
    "staff", "setup", "claim", "close", "reopen", "note", "info", "r", "replies", "audit", "assign", "unassign", "reassign", "here", "away", "shift", "languages",
    "team", "review", "reviews", "pending", "hold", "open", "solve", "snooze", "priority", "tag", "untag", "tags", "merge", "split", "link", "history",
    "unknown", "start@kefu_test_bot", "close@other_bot", "START", "a" * 32, "a" * 64,
)  # fmt: skip

ARGUMENTS = (
    "", "add", "add owner", "add supervisor", "add agent", "remove 1", "remove @anna", "remove 2001", "supervisor 2001", "agent 3001", "owner 5001", "plain",
    "1", "@anna", "1001", "99999999999999999999999999", "²", "-1", "0", "+8613800138000", "staff_", "staff_x", "staff_" + "A" * 22, "ticket_1", "admin",
    "hi", "h", "add mine en Hello", "set hi en {name}", "remove hi", "then hi close", "show hi",
)  # fmt: skip

# At the edges of what databases, JavaScript and Telegram hold.
FITTING_NUMBERS = (0, 1, -1, 2**31 - 1, 2**31, -(2**31) - 1, 2**32, 2**52, 2**53 + 1, 2**63 - 1, -(2**63), -1_000_000_000_000)
HUGE_NUMBERS = (2**63, -(2**63) - 1, 2**64, 10**30, -(10**400))
NOT_EVEN_NUMBERS = (0.5, 1e308, float("inf"), float("-inf"), float("nan"), True, False)


def strange_text(dice: Random) -> str:
    """Return a text that some program somewhere stumbled over, or a mixture of several."""
    if dice.random() < 0.7:
        return dice.choice(TEXTS)
    mixed = "".join(dice.choice(TEXTS)[:400] for _ in range(dice.randint(2, 12)))
    return mixed[: dice.choice((16, 64, 300, 4096))]


def strange_name(dice: Random) -> str:
    """Return a text as people could put it into their name, of at most 300 characters."""
    return strange_text(dice)[:300]


def strange_command(dice: Random) -> str:
    """Return a command of anybody, known or not, with arguments of any kind."""
    argument = dice.choice(ARGUMENTS) if dice.random() < 0.6 else strange_text(dice)
    return f"/{dice.choice(COMMANDS)}{dice.choice((' ', ' ', chr(10), '  ', '', chr(0)))}{argument}"[:4096]


def strange_value(dice: Random) -> Any:
    """Return anything that JSON can say."""
    return dice.choice(
        (
            None,
            strange_text(dice),
            dice.choice(FITTING_NUMBERS),
            dice.choice(HUGE_NUMBERS),
            dice.choice(NOT_EVEN_NUMBERS),
            [],
            {},
            [None],
            [[]],
            [{}] * 3,
            {"id": dice.choice(FITTING_NUMBERS)},
            {strange_text(dice)[:40]: strange_text(dice)},
        )
    )
