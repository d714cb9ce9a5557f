"""Presses: what buttons carry, genuine, stale, of others, of higher rights, and made up byte by byte."""

from random import Random

from storage.vocabulary import ConsentKind, JobName, Language, VisitOutcome
from tests.hostile.cast import KNOWN_HOSTILE, VICTIMS, ticket_of
from tests.hostile.strange import FITTING_NUMBERS, HUGE_NUMBERS, strange_text

_IDS = tuple(str(ticket_of(user)) for user in (*VICTIMS, *KNOWN_HOSTILE))
# The words that each place of a button's data can hold, by its prefix. `#` stands for an id.
BUTTONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "loy": (("points", "rewards", "mine", "invite"),),
    "rew": (("sample", "tin", "nothing", ""),),
    "red": (("sample", "tin", "nothing"), ("50", "300", "0", "-1"), ("#", "0", "1")),
    "vou": (("#", "1"),),
    "m": (("ask", "complain", "tickets", "human", "profile", "language", "privacy", "menu", "cancel"), ("0", "1")),
    "t": (("claim", "close", "reopen"), ("#",)),
    "mt": (("#",),),
    "score": (("#",), ("0", "1", "2", "3", "4", "5", "6", "10", "-1")),
    "say": (("#",), ("0", "1")),
    "cpl": (
        ("category", "next", "severity", "wish", "skip", "send", "anew"),
        ("order", "product", "delivery", "low", "medium", "high", "refund", "replacement", ""),
    ),
    "ask": (("category", "send", "anew", "connect", "another"), ("order", "product", "other", "")),
    "pv": (tuple(kind.value for kind in ConsentKind), ("0", "1")),
    "opt": (tuple(kind.value for kind in ConsentKind),),
    "lang": (tuple(language.value for language in Language),),
    "job": (tuple(job.value for job in JobName),),
    "audit": (("#", "0"), ("#", "0"), ("1", "2", "0")),
    "review": (("#",), ("0", "1", "5", "6", "-1")),
    "fix": (("send", "drop", "forget"), ("1", "2", "#")),
    "crl": (("1", "#"), ("#",)),
    "crs": (("1", "#"), ("#",), ("00000000", "")),
    "unban": (("#",),),
    "bans": (("#",),),
    "human": (("#", "0"), ("0", "5", "12")),
    "visit": (("#",), tuple(outcome.value for outcome in VisitOutcome)),
    "person": (("#",),),
    "vd": (("#",), ("done", "later", "note", "again")),
    "vo": (("#",), tuple(outcome.value for outcome in VisitOutcome)),
    "vt": (("#",), ("0", "1"), ("1", "7", "365", "0", "-1")),
    "vw": (("#",),),
    "vh": (("#",),),
    "vk": (("#",), ("#",)),
    "vp": (("0", "1", "#"),),
    "plan": (("ticket", "purchase", "gone", ""), ("0", "1")),
    "p": (("name", "birthday", "phone", "zone", "no-birthday", "no-phone"),),
    "z": (("shanghai", "new-york", "nowhere", ""),),
}


def forged_data(dice: Random) -> str:
    """Return what a press could carry, at most 64 bytes as Telegram lets through."""
    prefix = dice.choice(tuple(BUTTONS))
    roll = dice.random()
    if roll < 0.65:
        parts = [prefix, *(_word(dice.choice(words), dice) for words in BUTTONS[prefix])]
    elif roll < 0.85:
        parts = [prefix, *(_anything(dice) for _ in range(dice.randrange(4)))]
    else:
        return cut(_bytes(dice) if roll < 0.92 else strange_text(dice))
    return cut(":".join(parts))


def cut(text: str) -> str:
    """Return as much of a text as fits into 64 bytes."""
    return text.encode("utf-8", "surrogatepass")[:64].decode("utf-8", "ignore")


def _word(word: str, dice: Random) -> str:
    if dice.random() < 0.1:
        return _anything(dice)
    return dice.choice(_IDS) if word == "#" else word


def _anything(dice: Random) -> str:
    numbers = (*_IDS, *map(str, FITTING_NUMBERS), *map(str, HUGE_NUMBERS[:4]))
    return dice.choice((*numbers, "", "1e3", "true", "²", "None", strange_text(dice)[:20]))


def _bytes(dice: Random) -> str:
    return dice.randbytes(dice.randint(0, 64)).decode("utf-8", "replace")
