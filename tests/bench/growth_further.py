"""Growth: what else a desk remembers: campaigns, silences that were broken, and what hangs on tickets; as rows beside those of the customers."""

import json
from collections.abc import Iterator

from crm.rules.segments import Segment, as_data
from tests.bench.growth_rows import AT, Population, Row
from tests.desk import STAFF_GROUP

_DAY = 86_400
_NOW = int(AT.timestamp())
_SENT_AT = _NOW - 90 * _DAY
_SILENCE = 300 * _DAY  # silences of long ago, about which something was done much later


def further_tables(people: Population) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield a campaign that every fourth customer got three months ago, the silences about which something was done, and so on."""
    stamp, everybody = people.stamp, people.count + 1
    begun, ended = stamp(_SENT_AT), stamp(_SENT_AT + _DAY)
    segment, counted, figures = json.dumps(as_data(Segment())), '{"zones": {}, "control": 0}', "{}"
    tickets, _ = next(people.open_tickets())
    yield "counter", iter([("campaign", 1)])
    yield (
        "campaign",
        iter([(1, "Winter tea", "done", segment, 10, 0, 1, begun, None, begun, ended, people.count, counted, None, figures, ended)]),
    )
    yield "campaign_text", iter([(1, variant, "zh", "新茶到了。", "[]", None, None, "[]") for variant in ("a", "b")])
    yield "campaign_recipient", (_recipient(c, begun, ended) for c in range(4, everybody, 4))
    yield "win_back", ((c, stamp(_NOW - _SILENCE), ended, "at_risk", None) for c in range(50, everybody, 50))
    yield "referral_code", ((c, f"code{c}", begun) for c in range(30, everybody, 30))
    yield "ban", ((c, c, 2, None, None, begun, ended, None, ended, 2) for c in range(70, everybody, 70))
    yield "ticket_tag", ((number, ("tea", "cup", "lid")[number % 3]) for number in range(1, tickets + 1, 2))
    yield "ticket_link", ((number, number + 1) for number in range(1, tickets, 20))
    yield "former_topic", ((STAFF_GROUP, 10_000_000 + number, number, begun, ended, 0) for number in range(1, tickets + 1, 20))
    yield (
        "audit_event",
        ((number, ended, None if number % 50 else 2, "ticket.closed", number, None, "{}", "{}") for number in range(1, tickets + 1)),
    )


def _recipient(customer: int, begun: object, ended: object) -> Row:
    if customer % 40 == 0:
        return 1, customer, "control", "control", begun, 0, None, None, None
    return 1, customer, "a", "sent", begun, 1, begun, ended, None
