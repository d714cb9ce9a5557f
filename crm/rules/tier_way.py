"""The way through the tiers, as a text that a drawing can be made of."""

import re
from dataclasses import dataclass
from itertools import pairwise

_TEXT = re.compile(r"drawing:tiers:(\d{1,12}):(\d{1,10}(?:,\d{1,10}){1,19})", re.ASCII)


@dataclass(frozen=True)
class TierWay:
    """What counts for a customer, and the ascending thresholds of the tiers, the first of which is 0."""

    counted: int
    thresholds: tuple[int, ...]

    @property
    def share(self) -> float:
        """How far the customer is, 0 to 1; each tier is as long as the others, however much it takes."""
        steps = len(self.thresholds) - 1
        for place, (lower, upper) in enumerate(pairwise(self.thresholds)):
            if self.counted < upper:
                return (place + max(0, self.counted - lower) / (upper - lower)) / steps
        return 1.0

    def as_text(self) -> str:
        """The way as a text that stands where a file is named."""
        return f"drawing:tiers:{max(0, self.counted)}:{','.join(str(each) for each in self.thresholds)}"


def read_tier_way(text: str) -> TierWay | None:
    """The way that a text stands for; None when it stands for none."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    thresholds = tuple(int(each) for each in match[2].split(","))
    if any(upper <= lower for lower, upper in pairwise(thresholds)):
        return None
    return TierWay(int(match[1]), thresholds)
