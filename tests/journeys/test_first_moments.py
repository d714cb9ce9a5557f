"""The first moments: who opens a ticket while staff are just taking their group is found there."""

from tests.journeys.town import DESK, Town


def test_whoever_asks_for_a_human_in_the_first_moments_gets_one_topic(young_town: Town) -> None:
    town = young_town
    early = [town.customer(f"Early{number}") for number in range(12)]
    for somebody in early:
        somebody.says("/human My tea is cold")
    for number in range(1, len(early) + 1):
        town.sees_in_topic(number, "My tea is cold")
    [desk] = [chat for chat in town.glance()["chats"] if chat["id"] == DESK]
    assert len([topic for topic in desk["topics"] if topic["name"].startswith("#")]) == len(early)
