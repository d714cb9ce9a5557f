"""Variants: who of a campaign's list gets which text, and who none, drawn by a hash, so that the same draw comes out every time."""

import hashlib

from storage.vocabulary import Variant

_PARTS = 10_000


def draw_variant(campaign_id: int, customer_id: int, *, b_percent: int, control_percent: int) -> Variant:
    """The variant of a customer: so many percent are the control group, so many get the second text, the others the first."""
    digest = hashlib.sha256(f"{campaign_id}:{customer_id}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") % _PARTS
    if place < control_percent * (_PARTS // 100):
        return Variant.CONTROL
    return Variant.B if place < (control_percent + b_percent) * (_PARTS // 100) else Variant.A


def share_of(variant: Variant, *, b_percent: int, control_percent: int) -> int:
    """The percent of the list that a variant gets."""
    return {Variant.A: 100 - b_percent - control_percent, Variant.B: b_percent, Variant.CONTROL: control_percent}[variant]
