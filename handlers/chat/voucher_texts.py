"""Texts about vouchers: what each is for, and whether it is still good."""

from datetime import datetime

from crm.rewards import is_over, shown_code
from crm.rules.local_time import local_date
from handlers.chat.points_texts import last_day
from handlers.chat.speech import Phrases
from storage.rewards import Voucher
from storage.vocabulary import Language


def voucher_label(voucher: Voucher, phrases: Phrases) -> str:
    """Return what a voucher is for, as it was called when it was issued."""
    return voucher.label_zh if phrases.language is Language.CHINESE else voucher.label_en


def voucher_line(voucher: Voucher, phrases: Phrases, *, zone: str, at: datetime) -> str:
    """Return a voucher's code and what it is for, and until when it is good or when it was used."""
    facts = {"code": shown_code(voucher), "reward": voucher_label(voucher, phrases)}
    if voucher.used_at is not None:
        return phrases("voucher-line-used", **facts, day=phrases.day(local_date(voucher.used_at, zone)))
    if voucher.expires_at is None:
        return phrases("voucher-line", **facts)
    key = "voucher-line-over" if is_over(voucher, at) else "voucher-line-until"
    return phrases(key, **facts, day=phrases.day(last_day(voucher.expires_at, zone)))
