"""Stories of who changes their mind in the middle: what was chosen holds."""

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue
from tests.journeys.town import Town, number_in, words

DELIVERY = {"en": "Delivery", "zh-hans": "物流配送"}


@BOTH
def test_who_asks_for_a_person_in_the_middle_of_a_complaint_complains_of_what_they_chose(town: Town, say: Tongue) -> None:
    tom = town.customer("Tom", say.code)
    tom.starts()
    tom.presses(say("menu-button-complain"))
    tom.presses(DELIVERY[say.code])
    tom.reads(say("complaint-describe")[:10])
    tom.says("/human my parcel 4711 is broken")
    asked = words(tom.reads(say("complaint-noted-first")[:12]))
    assert DELIVERY[say.code] in asked
    tom.starts()
    tom.reads(say("complaint-goes-on"))
    tom.says("/human")
    tom.reads(say("complaint-before-person"))
    tom.presses(say("complaint-button-at-once"))
    opened = say("ticket-opened-complaint", number=0, due="").split("#0")[0].strip()
    number = number_in(tom.reads(opened))
    card = words(town.sees_in_topic(number, f"#{number} · "))
    assert "Delivery" in card
    assert DESK_SAYS("ticket-kind-complaint") in card
    town.sees_in_topic(number, "my parcel 4711 is broken")
    assert not [text for text in town.topic_texts(number) if "/human" in text]
